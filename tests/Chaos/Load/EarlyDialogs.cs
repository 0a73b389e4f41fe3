using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>
/// The double offer, seen where it hurts: a phone (user part of an INVITE's Request-URI) gets an INVITE of a call while an INVITE of another has
/// no final response yet; or one INVITE of a call comes twice under different branches.
/// </summary>
internal sealed class EarlyDialogs
{
    private const int DoubledMax = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> early = [];
    private readonly Dictionary<string, (string Phone, string Branch)> offers = [];
    private readonly List<string> doubled = [];

    /// <summary>In words; the oldest thousand.</summary>
    public IReadOnlyList<string> Doubled
    {
        get
        {
            lock (gate)
            {
                return [.. doubled];
            }
        }
    }

    public void Take(Datagram one)
    {
        var first = one.FirstLine;
        lock (gate)
        {
            // One within a dialog offers nothing.
            if (first.StartsWith("INVITE sip:a", StringComparison.Ordinal) && !one.Header("To").Contains(";tag=", StringComparison.Ordinal))
            {
                Offered(first.Split(' ')[1].Split('@')[0], one.Header("Call-ID"), one.Header("Via"));
            }
            else if (first.StartsWith("SIP/2.0 ", StringComparison.Ordinal) && first[8] != '1' && one.Header("CSeq").EndsWith("INVITE", StringComparison.Ordinal))
            {
                Settled(one.Header("Call-ID"));
            }
        }
    }

    private void Offered(string phone, string call, string branch)
    {
        if (offers.TryGetValue(call, out var before))
        {
            if (before.Branch != branch)
            {
                Note($"{phone}: {call} under two branches");
            }

            return;
        }

        if (early.TryGetValue(phone, out var other))
        {
            Note($"{phone}: {other} and {call}");
        }

        offers[call] = (phone, branch);
        early[phone] = call;
    }

    private void Settled(string call)
    {
        if (offers.TryGetValue(call, out var offer) && early.GetValueOrDefault(offer.Phone) == call)
        {
            early.Remove(offer.Phone);
        }
    }

    private void Note(string what)
    {
        if (doubled.Count < DoubledMax)
        {
            doubled.Add(what);
        }
    }
}
