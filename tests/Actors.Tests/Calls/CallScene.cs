using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>
/// One call in play. Each command runs as the engine would run it, and each event is checked to leave the incremental duties equal to the whole
/// and every key with one content.
/// </summary>
internal sealed class CallScene
{
    private readonly Dictionary<string, Duty> contents = [];
    private Dictionary<string, Duty> owed = [];

    public CallState State { get; private set; } = CallBehaviour.Initial(Cast.Call);

    public DateTimeOffset Now { get; set; } = Cast.Start;

    public List<E> Events { get; } = [];

    public List<ReinviteReply> Replies { get; } = [];

    public IReadOnlyCollection<Duty> Owed => owed.Values;

    public IEnumerable<Duty> Seen => contents.Values;

    public Decision<E> Do(C command)
    {
        var decision = CallBehaviour.Decide(State, command, Now);
        if (decision is Decision<E>.Accepted accepted)
        {
            Assert.NotEmpty(accepted.Events);
            foreach (var @event in accepted.Events)
            {
                Happen(@event);
            }
        }

        if (decision is Decision<E>.Accepted { Reply: ReinviteReply made })
        {
            Replies.Add(made);
        }

        return decision;
    }

    /// <summary>The command must be accepted; its events.</summary>
    public IReadOnlyList<E> Accept(C command) => Assert.IsType<Decision<E>.Accepted>(Do(command)).Events;

    public void AlreadySo(C command) => Assert.IsType<Decision<E>.AlreadySo>(Do(command));

    public void Refuse(C command, Refusal reason) => Assert.Equal(reason, Assert.IsType<Decision<E>.Refused>(Do(command)).Reason);

    public CallScene With(params ReadOnlySpan<C> commands)
    {
        foreach (var command in commands)
        {
            Accept(command);
        }

        return this;
    }

    public T Command<T>(string key)
        where T : class => Assert.IsType<T>(Assert.IsType<Duty.Perform>(owed.GetValueOrDefault(key)).Command);

    public T Message<T>(string key)
        where T : class => Assert.IsType<T>(Assert.IsType<Duty.Deliver>(owed.GetValueOrDefault(key)).Message);

    public bool Owes(string key) => owed.ContainsKey(key);

    public MediaDesired Media => Assert.IsType<MediaDesired>(Assert.Single(owed.Values.OfType<Duty.Perform>(), duty => duty.Command is MediaDesired).Command);

    public T Happened<T>()
        where T : E => Assert.Single(Events.OfType<T>());

    /// <summary>Every duty that has an end gets it, until none is left; false if some remain.</summary>
    public bool Drained(int stepsMax = 100)
    {
        for (var step = 0; step < stepsMax && owed.Count > 0; step++)
        {
            foreach (var duty in owed.Values.ToArray())
            {
                if (Outcome(duty) is { } command)
                {
                    Now = duty is Duty.Wake wake && wake.At > Now ? wake.At : Now;
                    Do(command);
                }
            }
        }

        return owed.Count == 0;
    }

    private static C? Outcome(Duty duty) => duty switch
    {
        Duty.Deliver d => (C?)d.OnAnswered,
        Duty.Wake d => (C)d.Message,
        Duty.Perform d => (C?)(d.OnDone ?? d.OnFailed),
        _ => null,
    };

    private void Happen(E @event)
    {
        var touched = CallBehaviour.Touched(State, @event);
        State = CallBehaviour.Apply(State, @event);
        Events.Add(@event);
        foreach (var key in touched)
        {
            owed.Remove(key);
            if (CallBehaviour.DutyOf(State, key) is { } duty)
            {
                owed.Add(key, duty);
            }
        }

        var whole = CallBehaviour.Duties(State);
        Assert.Equal(whole.OrderBy(duty => duty.Key, StringComparer.Ordinal), owed.Values.OrderBy(duty => duty.Key, StringComparer.Ordinal));
        foreach (var duty in whole)
        {
            Assert.Equal(duty, contents.TryAdd(duty.Key, duty) ? duty : contents[duty.Key]);
        }
    }
}
