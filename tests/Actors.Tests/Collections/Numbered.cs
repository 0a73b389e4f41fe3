using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Tests.Collections;

/// <summary>A key whose prefixes tell as much as the test wants: one in <paramref name="Blur"/> keys has one of its own.</summary>
[JsonConverter(typeof(NumberedConverter))]
public readonly record struct Numbered(int Number, int Blur = 1) : IOrdered<Numbered>
{
    ulong IOrdered<Numbered>.Prefix => (ulong)(Number / Blur);

    public int CompareTo(Numbered other) => Number.CompareTo(other.Number);

    public static bool operator <(Numbered left, Numbered right) => left.CompareTo(right) < 0;

    public static bool operator >(Numbered left, Numbered right) => left.CompareTo(right) > 0;

    public static bool operator <=(Numbered left, Numbered right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Numbered left, Numbered right) => left.CompareTo(right) >= 0;
}

public sealed class NumberedConverter : JsonConverter<Numbered>
{
    public override Numbered Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, Numbered value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Number);

    public override Numbered ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(int.Parse(reader.GetString()!, CultureInfo.InvariantCulture));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Numbered value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Number.ToString(CultureInfo.InvariantCulture));
}
