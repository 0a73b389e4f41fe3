using CallCenter.Actors.Calls;
using CallCenter.Telephony.Tests.Edge;

namespace CallCenter.Telephony.Tests.FourWays;

/// <summary>Plays the steps at an edge, or at one after another when it is killed between two of them: duties that were not done begin again at the next.</summary>
internal sealed class Run : IDisposable
{
    /// <summary>Longer than every timer of a transaction together.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, (Step.Owes Duty, Task<bool> Done)> owed = [];
    private readonly List<World> lives = [new()];

    private World World => lives[^1];

    /// <summary>Ends and answers that the core was told, each once, in their order.</summary>
    public IEnumerable<object> Facts => lives.SelectMany(world => world.Core.Commands).Where(IsNews).Distinct();

    /// <summary>How each duty ended: in the life in which it did.</summary>
    public IEnumerable<(string Key, bool? Done)> Duties => owed.Select(pair => (pair.Key, pair.Value.Done.IsCompletedSuccessfully ? pair.Value.Done.Result : (bool?)null));

    /// <summary>What an edge still holds at the end, of all that a message could make it hold.</summary>
    public int Held => World.Edge.Load.Transactions + World.Edge.Load.Duties + World.Edge.Load.Arrivals;

    public static Run Of(IReadOnlyList<Step> steps, bool twice = false, int? killedBefore = null)
    {
        var run = new Run();
        for (var number = 0; number < steps.Count; number++)
        {
            if (number == killedBefore)
            {
                run.Kill();
            }

            run.Play(steps[number], twice);
        }

        run.World.Time.Pass(Rest);
        return run;
    }

    public void Dispose() => lives.ForEach(world => world.Dispose());

    /// <summary>Progress may be lost, it decides nothing; a call that the core has, and an ACK where it waits for none, are told again and change nothing.</summary>
    private bool IsNews(object command) => command switch
    {
        CallCommand.RecordProgress or CallCommand.RecordArrival => false,
        CallCommand.RecordAck => owed.Values.Any(one => one.Duty.Command is LegCommand.RespondToInvite { Status: 200 }),
        _ => true,
    };

    private void Play(Step step, bool twice)
    {
        switch (step)
        {
            case Step.Owes duty:
                owed[duty.Key] = (duty, World.Perform(duty.Command, duty.Key, duty.Call));
                break;
            case Step.Waits pause:
                World.Time.Pass(pause.Seconds);
                break;
            case Step.Hears heard:
                Hear(heard);
                if (twice)
                {
                    Hear(heard);
                }

                break;
        }
    }

    private void Hear(Step.Hears heard)
    {
        if (heard.Message(World) is { } octets)
        {
            World.Time.Loop.Post(() => World.Edge.Received(octets, heard.From));
            World.Time.Settle();
        }
    }

    private void Kill()
    {
        lives.Add(new World());
        foreach (var (key, (duty, done)) in owed.Where(pair => !pair.Value.Done.IsCompletedSuccessfully).ToList())
        {
            owed[key] = (duty, World.Perform(duty.Command, key, duty.Call));
        }
    }
}
