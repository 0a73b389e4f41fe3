using CallCenter.Api.Commands;
using CallCenter.Api.Journal;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;

namespace CallCenter.Api.Http;

/// <summary>What every write and every read of views has in common: positions.</summary>
internal static class Writing
{
    public const string PositionHeader = "Position";
    public const string ViewBehindHeader = "View-Behind";
    public static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Notes where the write is in the journal; the problem when it did not happen.</summary>
    public static Problem? Written(HttpContext context, CommandAnswer answer)
    {
        switch (answer)
        {
            case CommandAnswer.Answered answered:
                context.Response.Headers[PositionHeader] = answered.At.ToString();
                return null;
            case CommandAnswer.Refused refused:
                return Problems.Problems.Of(refused.Reason, refused.Detail);
            default:
                return Problems.Problems.OutcomeUnknown;
        }
    }

    /// <summary>Waits until the views show the write; says so in a header when they do not.</summary>
    public static async ValueTask AwaitView(HttpContext context, CommandAnswer answer, ViewHead head, TimeProvider time)
    {
        if (answer is CommandAnswer.Answered { At: var at } && !await head.Reaches(at, ViewWaitMax, time, context.RequestAborted))
        {
            context.Response.Headers[ViewBehindHeader] = "true";
        }
    }

    /// <summary>What <c>?min-position=</c> asks for, or why it cannot be had.</summary>
    public static async ValueTask<Problem?> AwaitMinPosition(HttpContext context, ViewHead head, TimeProvider time)
    {
        if (context.Request.Text(Queries.MinPosition) is not { } text)
        {
            return null;
        }

        return !Position.TryParse(text, out var position)
            ? Problems.Problems.ParameterInvalid("query:min-position", "It is not a position.", "Send what a write's header 'Position' said: shard:pos.")
            : await head.Reaches(position, ViewWaitMax, time, context.RequestAborted) ? null : Problems.Problems.ViewBehind(text);
    }
}
