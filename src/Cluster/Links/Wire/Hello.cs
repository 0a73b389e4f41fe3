namespace CallCenter.Cluster.Links.Wire;

/// <summary>The first frame of both sides: who speaks, and what both must agree on.</summary>
/// <param name="Cluster">Names the cluster.</param>
/// <param name="Name">Names the process.</param>
/// <param name="Incarnation">This start of it.</param>
/// <param name="Protocol">The highest protocol it speaks.</param>
/// <param name="ShardCount">In how many shards it thinks the cluster is cut.</param>
internal sealed record Hello(string Cluster, string Name, long Incarnation, int Protocol, int ShardCount)
{
    /// <summary>So that what speaks something else is told apart before anything is made of it: "CCA1".</summary>
    private const long Magic = 0x31414343;

    public void Write(FrameWriter to)
    {
        to.Begin(FrameKind.Hello);
        to.Number(Magic);
        to.Text(Cluster);
        to.Text(Name);
        to.Number(Incarnation);
        to.Number(Protocol);
        to.Number(ShardCount);
        to.End();
    }

    public static void WriteAgreed(FrameWriter to)
    {
        to.Begin(FrameKind.Agreed);
        to.End();
    }

    public override string ToString() => $"{Name} of {Cluster} (incarnation {Incarnation})";

    /// <summary>After the kind's byte.</summary>
    public static Hello Read(ref FrameReader from) => from.Number() == Magic
        ? new Hello(from.Text(FrameLimits.NameBytesMax), from.Text(FrameLimits.NameBytesMax), from.Number(), from.Int(), from.Int())
        : throw new MalformedFrameException("a hello of something else");
}

/// <summary>Why a side ends the link; its last frame. Spoken between versions: append only.</summary>
internal enum Farewell
{
    /// <summary>No reason that we know.</summary>
    None = 0,

    /// <summary>The process ends in an orderly way.</summary>
    Leaving = 1,

    OtherCluster = 2,

    OtherShardCount = 3,

    ProtocolTooOld = 4,

    /// <summary>Not in the view of who was called, or not in this incarnation. That may pass: views are renewed.</summary>
    NotKnown = 5,

    /// <summary>Its certificate names neither the cluster nor the member.</summary>
    NotNamed = 6,

    /// <summary>Of two members the one of the lower name calls.</summary>
    WrongWay = 7,

    /// <summary>A newer link or incarnation has taken the place.</summary>
    Replaced = 8,

    /// <summary>It did not keep to the protocol.</summary>
    Malformed = 9,

    /// <summary>It is not in the view any more.</summary>
    NotWanted = 10,
}

internal static class Farewells
{
    public static void Write(this Farewell why, FrameWriter to)
    {
        to.Begin(FrameKind.Farewell);
        to.Number((int)why);
        to.End();
    }

    public static Farewell Read(ref FrameReader from) => (Farewell)from.Int();
}
