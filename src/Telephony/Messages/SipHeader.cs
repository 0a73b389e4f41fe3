namespace CallCenter.Telephony.Messages;

/// <summary>One header line, unfolded: the value is as it came, without the white space around it.</summary>
public readonly record struct SipHeader
{
    /// <exception cref="ArgumentException">The value has a line break: what we write must never grow a header by itself.</exception>
    public SipHeader(string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException($"A line break in {name}.", nameof(value));
        }

        Name = name;
        Value = value;
    }

    public string Name { get; }

    public string Value { get; }

    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Name}: {Value}";
}
