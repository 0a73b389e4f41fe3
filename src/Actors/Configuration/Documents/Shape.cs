namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What a value of the document may be. Checking, defaults, the JSON schema and the operator's table are all read from this.</summary>
public abstract record Shape
{
    private Shape()
    {
    }

    public sealed record Text(TextForm Form) : Shape;

    public sealed record Duration(TimeSpan Min, TimeSpan Max) : Shape;

    /// <summary>A word that means something else than any length of time, or a length of time.</summary>
    public sealed record DurationOr(string Word, Duration Length) : Shape;

    public sealed record Count(int Min, int Max) : Shape;

    public sealed record Switch : Shape;

    /// <summary>One of a few words; their order is that of the enum they stand for.</summary>
    public sealed record Choice(EquatableArray<string> Words) : Shape;

    /// <summary>Text for people: one text for both languages, or <c>{en, zh}</c>.</summary>
    public sealed record Names : Shape;

    /// <summary>A name alone, or a mapping that says more of it.</summary>
    public sealed record NameOr(TextForm Name, Fields More) : Shape;

    /// <summary>One of these, or a list of them; the items of a list are <paramref name="More"/> where one alone cannot say enough.</summary>
    public sealed record OneOrMore(Text One, int CountMax, Shape? More = null) : Shape
    {
        public ListOf Many => new(More ?? One, CountMax);
    }

    public sealed record ListOf(Shape Item, int CountMax) : Shape;

    /// <summary>Entries by key.</summary>
    public sealed record MapOf(TextForm Key, Shape Item, int CountMax) : Shape;

    public sealed record Fields(EquatableArray<Field> All) : Shape
    {
        public Field Of(string name) => All.Items.Single(field => field.Name == name);
    }
}

/// <summary>A key of a mapping. <paramref name="Default"/> is written as a person would write it; null: absent, or the meaning is in <paramref name="Help"/>.</summary>
public sealed record Field(string Name, Shape Shape, string Help, bool Required = false, string? Default = null);
