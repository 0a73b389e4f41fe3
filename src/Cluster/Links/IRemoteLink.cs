namespace CallCenter.Cluster.Links;

/// <summary>
/// How a parcel gets to an actor of another node. Called on the node's loop, and only with what is durable. A parcel whose owner is not known,
/// or not reached now, is lost: duties repeat.
/// </summary>
internal interface IRemoteLink
{
    void Carry(int shard, Parcel parcel);
}
