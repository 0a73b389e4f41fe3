using System.Collections.Immutable;
using System.Text;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>One <c>;name=value</c>. The value is as written, quotes and escapes included; null when there is no "=".</summary>
public readonly record struct SipParameter(string Name, string? Value);

/// <summary>The parameters behind a URI or a header value, in their order. Names are case-insensitive; the first of a name counts.</summary>
public sealed class SipParameters
{
    public static readonly SipParameters Empty = new([]);

    private readonly ImmutableArray<SipParameter> items;

    public SipParameters(ImmutableArray<SipParameter> items) => this.items = items;

    public ImmutableArray<SipParameter> Items => items;

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The value without quotes; empty for a parameter without a value, null for no parameter.</summary>
    public string? Value(string name) => IndexOf(name) is var at and >= 0 ? QuotedText.Unquote(items[at].Value) : null;

    /// <summary>With this parameter set, in its place or at the end.</summary>
    public SipParameters With(string name, string? value)
    {
        var parameter = new SipParameter(name, value);
        return IndexOf(name) is var at and >= 0 ? new SipParameters(items.SetItem(at, parameter)) : new SipParameters(items.Add(parameter));
    }

    public SipParameters Without(string name) =>
        Has(name) ? new SipParameters(items.RemoveAll(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) : this;

    public override string ToString() => Append(new StringBuilder()).ToString();

    /// <summary>Reads <c>;name=value</c> as often as it comes; false when something else than a parameter follows a ";".</summary>
    internal static bool TryRead(ref Scanner scanner, out SipParameters parameters)
    {
        parameters = Empty;
        if (!scanner.TrySeparator(';'))
        {
            return true;
        }

        var items = ImmutableArray.CreateBuilder<SipParameter>();
        do
        {
            if (items.Count == SipLimits.ParametersMax || !scanner.TryToken(out var name) || !TryValue(ref scanner, out var value))
            {
                return false;
            }

            items.Add(new SipParameter(name.ToString(), value));
        }
        while (scanner.TrySeparator(';'));

        parameters = new SipParameters(items.ToImmutable());
        return true;
    }

    internal StringBuilder Append(StringBuilder text)
    {
        foreach (var item in items)
        {
            text.Append(';').Append(item.Name);
            if (item.Value is not null)
            {
                text.Append('=').Append(item.Value);
            }
        }

        return text;
    }

    /// <summary>gen-value = token / host / quoted-string.</summary>
    private static bool TryValue(ref Scanner scanner, out string? value)
    {
        value = null;
        if (!scanner.TrySeparator('='))
        {
            return true;
        }

        if (scanner.TryQuoted(out var found) || scanner.TryRun(SipCharacters.ParameterValue, out found))
        {
            value = found.ToString();
            return true;
        }

        return false;
    }

    private int IndexOf(string name)
    {
        for (var at = 0; at < items.Length; at++)
        {
            if (items[at].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }
}
