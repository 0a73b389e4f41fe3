namespace CallCenter.Cluster.Links;

/// <summary>
/// How a parcel gets from one actor to another of the same node. Called on the node's loop; <c>deliver</c> must be called on it too. It may be
/// called late, twice or never: duties repeat until answered, and receivers are idempotent. The simulator does all three.
/// </summary>
internal interface ILocalLink
{
    void Carry(Parcel parcel, Action<Parcel> deliver);
}

/// <summary>Production: at once, the object itself.</summary>
internal sealed class DirectLink : ILocalLink
{
    public static readonly DirectLink Instance = new();

    private DirectLink()
    {
    }

    public void Carry(Parcel parcel, Action<Parcel> deliver) => deliver(parcel);
}

/// <summary>
/// Debug and simulation: everything goes through its JSON, so that what works here works between machines. What has no contract is lost
/// like on a wire when somebody wants to hear of it (<paramref name="lost"/>), and otherwise ends the run.
/// </summary>
internal sealed class RoundTripLink(IMessages messages, ILocalLink inner, Action<Parcel, Exception>? lost = null) : ILocalLink
{
    public void Carry(Parcel parcel, Action<Parcel> deliver)
    {
        Parcel copy;
        try
        {
            copy = Copy(parcel);
        }
        catch (Exception failure) when (lost is not null)
        {
            lost(parcel, failure);
            return;
        }

        inner.Carry(copy, deliver);
    }

    private Parcel Copy(Parcel parcel) => parcel switch
    {
        Parcel.Request request => request with { Command = Copy(request.Command) },
        Parcel.Reply { Answer: Answer.Answered { Reply: { } reply } answered } back => back with { Answer = answered with { Reply = Copy(reply) } },
        _ => parcel,
    };

    private object Copy(object message)
    {
        var tag = messages.TagOf(message);
        return messages.Read(tag, messages.Write(message)) ?? throw new InvalidOperationException($"{tag} does not come back");
    }
}
