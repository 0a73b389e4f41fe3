using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Views;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Calls;

/// <summary>The body of <c>PUT /calls/{id}/summary</c>.</summary>
internal sealed record SummaryOrder
{
    private const int KeyMax = 96;

    /// <summary>A key of the tenant's call reasons that has none under it.</summary>
    public string? Reason { get; init; }

    public string? Text { get; init; }

    /// <summary>Null: the agent does not say.</summary>
    public bool? Resolved { get; init; }

    /// <summary>Whose part; null: the last one, of an agent's token its own last one.</summary>
    public string? Segment { get; init; }

    public Problem? Check() => this switch
    {
        { Reason: null or { Length: 0 or > KeyMax } } => Problems.Problems.BodyInvalid("/reason", "A summary has a reason.", "Send a leaf of GET /api/v1/call-reasons: {\"reason\":\"late-invoice\"}."),
        { Text.Length: > CallSummary.TextMax } => Problems.Problems.BodyInvalid("/text", $"A summary has at most {CallSummary.TextMax} characters."),
        { Text: { } text } when text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t')) => Problems.Problems.BodyInvalid("/text", "A summary has no control characters but line breaks and tabs."),
        _ => null,
    };

    /// <summary>As it is written down, with the way through the tenant's tree as it is now.</summary>
    public (CallSummary? Summary, Problem? Problem) Of(TenantRow tenant)
    {
        var way = CallReasonEntry.WayTo(tenant.CallReasons, Reason!);
        return way.IsEmpty
            ? (null, Problem.Of(422, "call-reason-unknown", "The call reason is not one of the tenant's") with { Where = "/reason", Fix = "Use a leaf of GET /api/v1/call-reasons." })
            : tenant.CallReasons.Values.Any(entry => entry.Under == Reason)
            ? (null, Problem.Of(422, "call-reason-not-last", "The call reason has others under it") with { Where = "/reason", Fix = "Say which of those it was." })
            : (new CallSummary(new(way), Text ?? "") { Resolved = Resolved }, null);
    }
}

/// <summary>The body of <c>PUT /calls/{id}/nuisance</c>.</summary>
internal sealed record NuisanceOrder
{
    public string? Text { get; init; }

    public Problem? Check() => Text is { } note && (note.Length > CallState.NuisanceNoteMax || note.Any(char.IsControl))
        ? Problems.Problems.BodyInvalid("/text", $"A note has at most {CallState.NuisanceNoteMax} characters, and no control characters.")
        : null;
}

/// <summary>What was written of an agent's part of a call.</summary>
internal sealed record SummaryItem(string Reason, IReadOnlyList<string> Path, string Text, bool? Resolved, DateTimeOffset Written, DateTimeOffset Changed, int Writings, string By)
{
    public static SummaryItem? Of(WrittenSummary? written) => written is null ? null : new(
        written.Summary.Reason, written.Summary.Reasons.Items, written.Summary.Text, written.Summary.Resolved, written.Written, written.Changed, written.Number, written.By);
}

internal sealed record NuisanceItem(DateTimeOffset At, string By, string Text)
{
    public static NuisanceItem? Of(NuisanceMark? mark) => mark is null ? null : new(mark.At, mark.By, mark.Note);
}
