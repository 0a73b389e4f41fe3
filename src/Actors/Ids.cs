using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors;

/// <summary>The n-th wait of a call in a queue (from 1): <c>callkey.n</c>. Derived by the call at each queue entry.</summary>
[JsonConverter(typeof(StayIdConverter))]
public readonly record struct StayId(string Call, int Number) : IOrdered<StayId>
{
    public static bool TryParse(string? text, out StayId id) => TryParse(text.AsSpan(), out id);

    public static bool TryParse(ReadOnlySpan<char> text, out StayId id)
    {
        id = default;
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || !int.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        id = new StayId(text[..dot].ToString(), number);
        return true;
    }

    public int CompareTo(StayId other) =>
        string.CompareOrdinal(Call, other.Call) is var order and not 0 ? order : Number.CompareTo(other.Number);

    ulong IOrdered<StayId>.Prefix => Prefix.Of(Call);

    public override string ToString() => string.Concat(Call, ".", Number.ToString(CultureInfo.InvariantCulture));

    public static bool operator <(StayId left, StayId right) => left.CompareTo(right) < 0;

    public static bool operator >(StayId left, StayId right) => left.CompareTo(right) > 0;

    public static bool operator <=(StayId left, StayId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StayId left, StayId right) => left.CompareTo(right) >= 0;
}

/// <summary>The n-th attempt (from 1) to give a stay to an agent: <c>callkey.stay.attempt</c>. Every message of the attempt names it.</summary>
[JsonConverter(typeof(OfferIdConverter))]
public readonly record struct OfferId(StayId Stay, int Attempt) : IOrdered<OfferId>
{
    public static bool TryParse(string? text, out OfferId id) => TryParse(text.AsSpan(), out id);

    public static bool TryParse(ReadOnlySpan<char> text, out OfferId id)
    {
        id = default;
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || !StayId.TryParse(text[..dot], out var stay)
            || !int.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
        {
            return false;
        }

        id = new OfferId(stay, attempt);
        return true;
    }

    public int CompareTo(OfferId other) => Stay.CompareTo(other.Stay) is var order and not 0 ? order : Attempt.CompareTo(other.Attempt);

    ulong IOrdered<OfferId>.Prefix => Prefix.Of(Stay.Call);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stay.Call}.{Stay.Number}.{Attempt}");

    public static bool operator <(OfferId left, OfferId right) => left.CompareTo(right) < 0;

    public static bool operator >(OfferId left, OfferId right) => left.CompareTo(right) > 0;

    public static bool operator <=(OfferId left, OfferId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OfferId left, OfferId right) => left.CompareTo(right) >= 0;
}

public sealed class StayIdConverter : JsonConverter<StayId>
{
    public override StayId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StayId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not a stay id");

    public override void Write(Utf8JsonWriter writer, StayId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override StayId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, StayId value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
}

public sealed class OfferIdConverter : JsonConverter<OfferId>
{
    public override OfferId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OfferId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not an offer id");

    public override void Write(Utf8JsonWriter writer, OfferId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
