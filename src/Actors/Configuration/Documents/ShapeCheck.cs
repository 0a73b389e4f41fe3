using System.Diagnostics;
using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Holds a JSON tree against a <see cref="Shape"/> and says everything that is not as it should be.</summary>
internal sealed class ShapeCheck(Problems problems)
{
    public void Check(JsonElement value, Shape shape, DocumentPath path)
    {
        switch (shape)
        {
            case Shape.Text text: CheckText(value, text.Form, path); break;
            case Shape.Duration duration: CheckDuration(value, duration, path); break;
            case Shape.DurationOr either when value.AsText() == either.Word: break;
            case Shape.DurationOr either: CheckDuration(value, either.Length, path, $", or {either.Word}"); break;
            case Shape.Count count: CheckCount(value, count, path); break;
            case Shape.Switch when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False): Expected("true or false is", value, path); break;
            case Shape.Switch: break;
            case Shape.Choice choice: CheckChoice(value, choice, path); break;
            case Shape.Names: CheckNames(value, path); break;
            case Shape.NameOr either when value.ValueKind == JsonValueKind.Object: CheckFields(value, either.More, path); break;
            case Shape.NameOr either: CheckText(value, either.Name, path); break;
            case Shape.OneOrMore more when value.ValueKind == JsonValueKind.Array: CheckList(value, more.Many, path); break;
            case Shape.OneOrMore one: CheckText(value, one.One.Form, path); break;
            case Shape.ListOf list: CheckList(value, list, path); break;
            case Shape.MapOf map: CheckMap(value, map, path); break;
            case Shape.Fields fields: CheckFields(value, fields, path); break;
            default: throw new UnreachableException($"{shape}");
        }
    }

    private void CheckText(JsonElement value, TextForm form, DocumentPath path)
    {
        if (value.AsText() is not { } text)
        {
            Expected("text is", value, path);
        }
        else if (!form.Accepts(text))
        {
            problems.Add(path, form.IsSecret ? $"not as it should be: {form.Expected}" : $"\"{Shown.Clipped(text)}\" is not {form.Expected}");
        }
    }

    /// <param name="or">What may stand there besides, at the end of a sentence.</param>
    private void CheckDuration(JsonElement value, Shape.Duration bounds, DocumentPath path, string or = "")
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Expected("a duration is", value, path);
        }
        else if (!Durations.TryRead(value, out var duration))
        {
            problems.Add(path, $"{Shown.Of(value)} is not a duration; write 20s, 5m, 1h30m, or seconds as a number{or}");
        }
        else if (duration < bounds.Min || duration > bounds.Max)
        {
            problems.Add(path, $"{Durations.Write(duration)} is not between {Durations.Write(bounds.Min)} and {Durations.Write(bounds.Max)}");
        }
    }

    private void CheckCount(JsonElement value, Shape.Count bounds, DocumentPath path)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            Expected("a number is", value, path);
        }
        else if (!value.TryGetInt64(out var count))
        {
            problems.Add(path, $"{Shown.Of(value)} is not a whole number");
        }
        else if (count < bounds.Min || count > bounds.Max)
        {
            problems.Add(path, $"{count} is not between {bounds.Min} and {bounds.Max}");
        }
    }

    private void CheckChoice(JsonElement value, Shape.Choice choice, DocumentPath path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Expected("text is", value, path);
        }
        else if (!choice.Words.Contains(value.GetString()))
        {
            problems.Add(path, $"{Shown.Of(value)} is none of {string.Join(", ", choice.Words)}");
        }
    }

    private void CheckNames(JsonElement value, DocumentPath path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckFields(value, NamesByLanguage, path);
        }
        else
        {
            CheckText(value, TextForm.Name, path);
        }
    }

    private void CheckList(JsonElement value, Shape.ListOf list, DocumentPath path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Expected("a list is", value, path);
            return;
        }

        if (!WithinBound(value.GetArrayLength(), list.CountMax, path))
        {
            return;
        }

        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            Check(item, list.Item, path.Index(index));
        }
    }

    private void CheckMap(JsonElement value, Shape.MapOf map, DocumentPath path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Expected("a mapping is", value, path);
            return;
        }

        if (!WithinBound(value.GetPropertyCount(), map.CountMax, path))
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in value.EnumerateObject())
        {
            var place = path.Key(entry.Name);
            if (!seen.Add(entry.Name))
            {
                problems.Add(place, "written twice");
            }
            else if (!map.Key.Accepts(entry.Name))
            {
                problems.Add(place, $"not a key; {map.Key.Expected} are expected");
            }
            else
            {
                Check(entry.Value, map.Item, place);
            }
        }
    }

    private void CheckFields(JsonElement value, Shape.Fields fields, DocumentPath path)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            Expected("a mapping is", value, path);
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in value.Properties())
        {
            var place = path.Key(entry.Name);
            if (!seen.Add(entry.Name))
            {
                problems.Add(place, "written twice");
            }
            else if (fields.All.Items.FirstOrDefault(field => field.Name == entry.Name) is not { } field)
            {
                UnknownKey(entry.Name, fields, place);
            }
            else if (entry.Value.ValueKind != JsonValueKind.Null)
            {
                Check(entry.Value, field.Shape, place);
            }
        }

        foreach (var field in fields.All.Where(field => field.Required && value.Field(field.Name) is null))
        {
            problems.Add(path.Key(field.Name), "missing");
        }
    }

    private void UnknownKey(string name, Shape.Fields fields, DocumentPath place)
    {
        var known = fields.All.Select(field => field.Name);
        problems.Add(place, Nearest.To(name, known) is { } near ? $"unknown key; did you mean \"{near}\"?" : $"unknown key; keys here are {string.Join(", ", known)}");
    }

    private bool WithinBound(int count, int max, DocumentPath path)
    {
        if (count > max)
        {
            problems.Add(path, $"{count} entries; at most {max} are allowed");
        }

        return count <= max;
    }

    private void Expected(string what, JsonElement value, DocumentPath path) => problems.Add(path, $"{what} expected, not {Shown.Kind(value)}");

    internal static readonly Shape.Fields NamesByLanguage = new(
    [
        new("en", new Shape.Text(TextForm.Name), "English.", Required: true),
        new("zh", new Shape.Text(TextForm.Name), "Chinese. Absent: as in English."),
    ]);
}
