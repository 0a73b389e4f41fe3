using CallCenter.Actors;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>The core as the edge sees it: writes down what it is told and answers as the test says.</summary>
internal sealed class ScriptedCore(VirtualLoop time) : ISignals
{
    private readonly Queue<SignalAnswer> script = new();

    public List<Telling> Told { get; } = [];

    /// <summary>What is answered when nothing else is scripted.</summary>
    public Func<ActorId, object, SignalAnswer> Otherwise { get; set; } = (_, _) => new SignalAnswer.Answered(null);

    public IEnumerable<object> Commands => Told.Select(telling => telling.Command);

    public void Then(params ReadOnlySpan<SignalAnswer> answers)
    {
        foreach (var answer in answers)
        {
            script.Enqueue(answer);
        }
    }

    public async ValueTask<SignalAnswer> Tell(ActorId to, object command, TimeSpan deadline)
    {
        Told.Add(new Telling(time.Clock.Elapsed, to, command));
        await Task.Yield();
        return script.TryDequeue(out var scripted) ? scripted : Otherwise(to, command);
    }

    public T Only<T>() => Assert.Single(Commands.OfType<T>());

    internal sealed record Telling(TimeSpan At, ActorId To, object Command);
}
