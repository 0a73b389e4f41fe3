using System.Text.Json.Serialization;

namespace CallCenter.Actors.Agents;

/// <summary>What the person chose. It stays while a contact is handled.</summary>
[JsonDerivedType(typeof(SignedOut), "signed_out")]
[JsonDerivedType(typeof(NotReady), "not_ready")]
[JsonDerivedType(typeof(Ready), "ready")]
public abstract record AgentPresence
{
    private AgentPresence()
    {
    }

    public sealed record SignedOut : AgentPresence
    {
        public static readonly SignedOut Instance = new();
    }

    public sealed record NotReady(string Reason) : AgentPresence;

    /// <summary>With a phone that cannot be reached this is the state <i>error</i>; it returns by itself when the phone does.</summary>
    public sealed record Ready : AgentPresence
    {
        public static readonly Ready Instance = new();
    }
}

/// <summary>What the person chose for the end of the contact.</summary>
[JsonDerivedType(typeof(NotReady), "not_ready")]
[JsonDerivedType(typeof(SignOut), "sign_out")]
public abstract record AgentRequest
{
    private AgentRequest()
    {
    }

    public sealed record NotReady(string Reason) : AgentRequest;

    public sealed record SignOut : AgentRequest
    {
        public static readonly SignOut Instance = new();
    }
}
