using System.Globalization;
using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>The values of one mapping that was checked: what is written, else the default of its <see cref="Shape.Fields"/>.</summary>
internal readonly struct Values(JsonElement value, Shape.Fields shape)
{
    private readonly JsonElement value = value;
    private readonly Shape.Fields shape = shape;

    public string? Text(string name) => value.Text(name) ?? shape.Of(name).Default;

    public TimeSpan? Duration(string name) =>
        value.Field(name) is { } written && Durations.TryRead(written, out var duration) ? duration
        : shape.Of(name).Default is { } text && Durations.TryParse(text, out var fallback) ? fallback
        : null;

    public int? Count(string name) =>
        value.Field(name) is { } written ? written.GetInt32()
        : shape.Of(name).Default is { } text ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;

    public bool Switch(string name) => value.Field(name) is { } written ? written.GetBoolean() : shape.Of(name).Default == "true";

    /// <summary>The word's place, from 1: enums in messages count from 1, and their words stand in the same order.</summary>
    public int Choice(string name)
    {
        var field = shape.Of(name);
        return ((Shape.Choice)field.Shape).Words.Items.IndexOf(value.Text(name) ?? field.Default!) + 1;
    }
}
