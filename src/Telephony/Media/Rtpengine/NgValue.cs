using System.Text;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>A bencoded value (BEP 3), as rtpengine's ng protocol speaks: octets, a whole number, a list, or a dictionary of named values.</summary>
internal abstract record NgValue
{
    private NgValue()
    {
    }

    public static implicit operator NgValue(string text) => new Octets(Encoding.UTF8.GetBytes(text));

    public static implicit operator NgValue(long number) => new Number(number);

    public static implicit operator NgValue(string[] texts) => new Sequence([.. texts.Select(text => (NgValue)text)]);

    public sealed record Octets(ReadOnlyMemory<byte> Bytes) : NgValue
    {
        public string Text => Encoding.UTF8.GetString(Bytes.Span);
    }

    public sealed record Number(long Value) : NgValue;

    public sealed record Sequence(IReadOnlyList<NgValue> Items) : NgValue;

    /// <summary>In the order written. Of a name that comes twice the first counts.</summary>
    public sealed record Table(IReadOnlyList<KeyValuePair<string, NgValue>> Entries) : NgValue
    {
        public static readonly Table Empty = new([]);

        public Table With(string name, NgValue value) => new([.. Entries, KeyValuePair.Create(name, value)]);

        public string? Text(string name) => (Find(name) as Octets)?.Text;

        public long? Whole(string name) => (Find(name) as Number)?.Value;

        public Table? Inner(string name) => Find(name) as Table;

        private NgValue? Find(string name)
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == name)
                    return entry.Value;
            }

            return null;
        }
    }
}
