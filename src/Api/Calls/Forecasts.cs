using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using CallCenter.Actors.Views;
using CallCenter.Api.Commands;

namespace CallCenter.Api.Calls;

/// <summary>What the queues of a waiting call say of its place and wait: of this moment, so it is asked and not kept.</summary>
internal static class Forecasts
{
    /// <summary>A queue that does not answer in time is left out: the rest of the call is known without it.</summary>
    public static readonly TimeSpan AskTimeMax = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyDictionary<StayId, WaitForecast>> Of(CallRecord call, ICommands commands)
    {
        var told = await Task.WhenAll(call.OpenStays.Select(async stay =>
            (stay.Id, Answer: await commands.Ask(ActorId.Queue(call.Tenant, stay.Queue, call.Site), new QueueCommand.Foretell(stay.Id), AskTimeMax))));
        return told.Where(one => one.Answer is CommandAnswer.Answered { Reply: WaitForecast })
            .ToDictionary(one => one.Id, one => (WaitForecast)((CommandAnswer.Answered)one.Answer).Reply!);
    }
}
