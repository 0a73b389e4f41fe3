using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;

namespace CallCenter.Api.Calls;

/// <summary>A call's story from its stream in the journal, and from what its queues said of it in theirs: the truth itself, not a view of it.</summary>
internal static class StoryReading
{
    /// <summary>More than any call has; the rest of a longer one is left out.</summary>
    public const int EventsMax = 10_000;
    private const int ReadMax = 1_000;

    public static async Task<ImmutableArray<StoryLine>> Of(IJournal journal, ActorId call, IEnumerable<CallWord> words, CancellationToken stop)
    {
        var events = new List<CallEvent>();
        for (var version = 1L; events.Count < EventsMax;)
        {
            var read = await journal.Read(call, version, ReadMax, stop);
            events.AddRange(read.Select(e => Contracts.Read(e.Tag, e.Body.Span)).OfType<CallEvent>());
            if (read.Count < ReadMax)
            {
                break;
            }

            version = read[^1].Version + 1;
        }

        var said = new List<QueueWord>();
        foreach (var word in words)
        {
            said.AddRange((await journal.Read(word.Stream, word.Version, 1, stop)).Select(e => Contracts.Read(e.Tag, e.Body.Span)).OfType<QueueEvent>().Select(e => new QueueWord(word.Stream, e)));
        }

        return CallStory.Tell(events, said);
    }
}
