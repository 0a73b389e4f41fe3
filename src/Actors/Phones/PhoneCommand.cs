using System.Globalization;
using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Actors.Phones;

/// <summary>Everything a phone (one address-of-record) can be told. It owns its registrations and whether it can be reached.</summary>
public abstract record PhoneCommand
{
    private PhoneCommand()
    {
    }

    /// <summary>From the configuration. Null: removed; registrations end.</summary>
    public sealed record Configure(long Version, PhoneSettings? Settings) : PhoneCommand;

    /// <summary>An authenticated REGISTER (RFC 3261 section 10.3). The reply is <see cref="RegistrationReply"/>.</summary>
    public sealed record Register(RegisterRequest Request) : PhoneCommand;

    /// <summary>The edge lost the connection that a registration came through.</summary>
    public sealed record RecordFlowLost(string Connection) : PhoneCommand;

    /// <summary>The device of this registration (<see cref="DeviceFlow.BindingOf"/>) gives no sign of life behind its proxy.</summary>
    public sealed record RecordSilence(string Binding, int Generation) : PhoneCommand;

    /// <summary>From an agent that signed in here. Refused (<see cref="Refusal.SeatTaken"/>) while another sits here.</summary>
    public sealed record Attach(ActorId Agent, int SignIn) : PhoneCommand;

    public sealed record Detach(ActorId Agent, int SignIn) : PhoneCommand;

    /// <summary>An offer found no way to the phone: probe it, and tell the agent when it answers again.</summary>
    public sealed record Suspect(OfferId Offer) : PhoneCommand;

    /// <summary>A probe got an answer: any response at all proves the phone.</summary>
    public sealed record RecordProbeAnswered(long Epoch) : PhoneCommand;

    public sealed record ConfirmTold(string Key) : PhoneCommand;

    public sealed record ExpireRegistration(string Contact, int Generation) : PhoneCommand;

    /// <summary>A question; the reply is <see cref="RegistrationReply"/>.</summary>
    public sealed record AskRegistrations : PhoneCommand;

    /// <summary>A question; the reply is <see cref="SeatReply"/>.</summary>
    public sealed record AskSeat : PhoneCommand;
}

/// <summary>What the edge is asked to find out: OPTIONS to the contact, done at any response. Failed probes are repeated by the engine.</summary>
public sealed record PhoneProbe(string Contact, Flow? Flow, long Epoch)
{
    /// <summary>The proxies on the way, as it registered (RFC 3327).</summary>
    public EquatableArray<string> Path { get; init; } = [];
}

/// <summary>A phone as the configuration sees it. The secret itself is in the secret store, under <see cref="CredentialVersion"/>.</summary>
public sealed record PhoneSettings
{
    /// <summary>Always reached at this URI, without registration.</summary>
    public string? Contact { get; init; }

    /// <summary>0: no credential; such a phone cannot register.</summary>
    public long CredentialVersion { get; init; }

    /// <summary>Whether it answers by itself, and how it is told to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AutoAnswer AutoAnswer { get; init; }
}

/// <summary>Bindings as asked for. <see cref="Contacts"/> empty: a question; a contact of * is written as <see cref="RemoveAll"/>.</summary>
public sealed record RegisterRequest
{
    public required EquatableArray<RegisterContact> Contacts { get; init; }

    public bool RemoveAll { get; init; }

    public required string CallId { get; init; }

    public required uint CSeq { get; init; }

    public EquatableArray<string> Path { get; init; } = [];

    public required Flow Flow { get; init; }

    public required string Edge { get; init; }
}

/// <summary>Expiry in seconds, already between the registrar's bounds; 0 removes.</summary>
public sealed record RegisterContact(string Uri, int ExpiresSeconds)
{
    /// <summary>Null: a contact of its own (RFC 3261).</summary>
    public DeviceFlow? Device { get; init; }
}

/// <summary>
/// One of the ways that a device keeps open to us (RFC 5626): who it is (+sip.instance) and which way (reg-id). A later registration of the same takes its
/// place, whatever contact it names.
/// </summary>
public sealed record DeviceFlow(string Instance, uint Number)
{
    /// <summary>What names a registration: its contact, or for a flow of a device "the combination of the instance-id and reg-id" (RFC 5626 section 6).</summary>
    public static string BindingOf(string contact, DeviceFlow? device) =>
        device is null ? contact : string.Create(CultureInfo.InvariantCulture, $"{device.Number}/{device.Instance}");
}

public sealed record RegistrationReply(EquatableArray<RegisteredContact> Contacts);

/// <summary>The agent who sits there, and where the phone can be reached; null: nobody, and nowhere.</summary>
public sealed record SeatReply(ActorId? Agent, PhoneTarget? Reachable);

public sealed record RegisteredContact(string Uri, DateTimeOffset ExpiresAt)
{
    public DeviceFlow? Device { get; init; }

    public int Generation { get; init; }
}
