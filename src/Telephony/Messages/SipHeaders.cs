using System.Collections;
using System.Collections.Immutable;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>The header lines of a message in their order. Immutable: each change gives a new list.</summary>
public sealed class SipHeaders : IReadOnlyList<SipHeader>
{
    public static readonly SipHeaders Empty = new([]);

    private readonly ImmutableArray<SipHeader> lines;

    public SipHeaders(ImmutableArray<SipHeader> lines) => this.lines = lines;

    public int Count => lines.Length;

    public SipHeader this[int index] => lines[index];

    public bool Has(string name) => First(name) is not null;

    /// <summary>The value of the first line of this name, or null.</summary>
    public string? First(string name)
    {
        foreach (var line in lines)
        {
            if (line.Is(name))
            {
                return line.Value;
            }
        }

        return null;
    }

    /// <summary>How many lines have this name.</summary>
    public int CountOf(string name)
    {
        var count = 0;
        foreach (var line in lines)
        {
            count += line.Is(name) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The values of this name, a line each, commas left alone.</summary>
    public ImmutableArray<string> Lines(string name) => [.. lines.Where(line => line.Is(name)).Select(line => line.Value)];

    /// <summary>The values of this name over all its lines, each split at its commas (RFC 3261 7.3.1): for lists only, never for Authorization or Date.</summary>
    public ImmutableArray<string> Values(string name)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var line in lines)
        {
            if (line.Is(name))
            {
                CommaList.Split(line.Value, values);
            }
        }

        return values.ToImmutable();
    }

    /// <summary>One more line at the end.</summary>
    public SipHeaders Add(string name, string value) => new(lines.Add(new SipHeader(name, value)));

    public SipHeaders AddRange(string name, IEnumerable<string> values) => new(lines.AddRange(values.Select(value => new SipHeader(name, value))));

    /// <summary>One more line before all others: a Via of ours.</summary>
    public SipHeaders Prepend(string name, string value) => new(lines.Insert(0, new SipHeader(name, value)));

    /// <summary>Exactly one line of this name: where the first was, else at the end.</summary>
    public SipHeaders With(string name, string value)
    {
        var at = IndexOf(name);
        return at < 0
            ? Add(name, value)
            : new SipHeaders([.. lines[..at], new SipHeader(name, value), .. lines[(at + 1)..].Where(line => !line.Is(name))]);
    }

    public SipHeaders Without(string name) => Has(name) ? new SipHeaders(lines.RemoveAll(line => line.Is(name))) : this;

    /// <summary>The lines with one of these names, in their order.</summary>
    public SipHeaders Only(params ReadOnlySpan<string> names)
    {
        var kept = ImmutableArray.CreateBuilder<SipHeader>();
        foreach (var line in lines)
        {
            foreach (var name in names)
            {
                if (line.Is(name))
                {
                    kept.Add(line);
                    break;
                }
            }
        }

        return new SipHeaders(kept.ToImmutable());
    }

    public IEnumerator<SipHeader> GetEnumerator() => ((IEnumerable<SipHeader>)lines).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ReadOnlySpan<SipHeader> AsSpan() => lines.AsSpan();

    private int IndexOf(string name)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Is(name))
            {
                return index;
            }
        }

        return -1;
    }
}
