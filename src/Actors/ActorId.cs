using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors;

/// <summary>The kinds of actor. Written in journals: append only.</summary>
public enum ActorKind
{
    Call = 1,
    Queue = 2,
    Agent = 3,
    Phone = 4,
    Configuration = 5,

    /// <summary>What concerns all agents of a tenant: rationed breaks, alarms.</summary>
    Floor = 6,
}

/// <summary>
/// The name of an actor, of its stream and of its view rows: <c>tenant/site/kind/key</c>. The tenant comes first everywhere.
/// Parts are 1 to <see cref="PartMax"/> characters of letters, digits and <c>-_.@+~</c>, so the text form needs no escaping.
/// </summary>
[JsonConverter(typeof(ActorIdConverter))]
public readonly record struct ActorId(string Tenant, string Site, ActorKind Kind, string Key) : IOrdered<ActorId>
{
    public const int PartMax = 96;

    /// <summary>The site of a center that has one.</summary>
    public const string MainSite = "main";

    public static ActorId Call(string tenant, string key, string site = MainSite) => new(tenant, site, ActorKind.Call, key);

    public static ActorId Queue(string tenant, string key, string site = MainSite) => new(tenant, site, ActorKind.Queue, key);

    public static ActorId Agent(string tenant, string key, string site = MainSite) => new(tenant, site, ActorKind.Agent, key);

    public static ActorId Phone(string tenant, string key, string site = MainSite) => new(tenant, site, ActorKind.Phone, key);

    public static ActorId Configuration(string tenant) => new(tenant, MainSite, ActorKind.Configuration, "tenant");

    public static ActorId Floor(string tenant) => new(tenant, MainSite, ActorKind.Floor, "tenant");

    public static bool IsPart(string? part) =>
        part is { Length: > 0 and <= PartMax } && part.AsSpan().IndexOfAnyExcept(PartCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> PartCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+~");

    public static bool TryParse(string? text, out ActorId id)
    {
        id = default;
        var parts = text?.Split('/') ?? [];
        if (parts.Length != 4 || !IsPart(parts[0]) || !IsPart(parts[1]) || !IsPart(parts[3]) || !TryParseKind(parts[2], out var kind))
        {
            return false;
        }

        id = new ActorId(parts[0], parts[1], kind, parts[3]);
        return true;
    }

    /// <summary>
    /// By parts, without building the text: actors are keys of large sorted indexes. The key comes first, because those that are kept together
    /// mostly have the rest in common.
    /// </summary>
    public int CompareTo(ActorId other) =>
        string.CompareOrdinal(Key, other.Key) is var key and not 0 ? key
        : Kind != other.Kind ? ((int)Kind).CompareTo((int)other.Kind)
        : string.CompareOrdinal(Site, other.Site) is var site and not 0 ? site
        : string.CompareOrdinal(Tenant, other.Tenant);

    ulong IOrdered<ActorId>.Prefix => Prefix.Of(Key);

    public override string ToString() => $"{Tenant}/{Site}/{KindName(Kind)}/{Key}";

    public static bool operator <(ActorId left, ActorId right) => left.CompareTo(right) < 0;

    public static bool operator >(ActorId left, ActorId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ActorId left, ActorId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ActorId left, ActorId right) => left.CompareTo(right) >= 0;

    private static string KindName(ActorKind kind) => kind switch
    {
        ActorKind.Call => "call",
        ActorKind.Queue => "queue",
        ActorKind.Agent => "agent",
        ActorKind.Phone => "phone",
        ActorKind.Configuration => "configuration",
        ActorKind.Floor => "floor",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind of actor"),
    };

    private static bool TryParseKind(string text, out ActorKind kind)
    {
        kind = text switch
        {
            "call" => ActorKind.Call,
            "queue" => ActorKind.Queue,
            "agent" => ActorKind.Agent,
            "phone" => ActorKind.Phone,
            "configuration" => ActorKind.Configuration,
            "floor" => ActorKind.Floor,
            _ => 0,
        };
        return kind != 0;
    }
}

/// <summary>An ActorId is a string in JSON, as key and as value.</summary>
public sealed class ActorIdConverter : JsonConverter<ActorId>
{
    public override ActorId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ActorId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not an actor id");

    public override void Write(Utf8JsonWriter writer, ActorId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override ActorId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ActorId value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
}
