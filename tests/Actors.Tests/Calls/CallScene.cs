using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>
/// One call in play. Each command runs as the engine would run it; the <see cref="DutyLedger{TBehaviour, TState, TCommand, TEvent}"/> holds its
/// duties to their rules.
/// </summary>
internal sealed class CallScene
{
    private readonly DutyLedger<CallBehaviour, CallState, C, E> ledger = new(Cast.Call);

    public CallState State => ledger.State;

    public DateTimeOffset Now { get; set; } = Cast.Start;

    public List<E> Events { get; } = [];

    public List<ReinviteReply> Replies { get; } = [];

    public IReadOnlyCollection<Duty> Owed => ledger.Owed;

    public IReadOnlyCollection<Duty> EverOwed => ledger.EverOwed;

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
        where T : class => Assert.IsType<T>(Assert.IsType<Duty.Perform>(Owing(key)).Command);

    public T Message<T>(string key)
        where T : class => Assert.IsType<T>(Assert.IsType<Duty.Deliver>(Owing(key)).Message);

    public bool Owes(string key) => Owing(key) is not null;

    public MediaDesired Media => Assert.IsType<MediaDesired>(Assert.Single(Owed.OfType<Duty.Perform>(), duty => duty.Command is MediaDesired).Command);

    public T Happened<T>()
        where T : E => Assert.Single(Events.OfType<T>());

    /// <summary>Every duty that has an end gets it, until none is left; false if some remain.</summary>
    public bool Drained(int stepsMax = 100)
    {
        for (var step = 0; step < stepsMax && Owed.Count > 0; step++)
        {
            foreach (var duty in Owed.ToArray())
            {
                if (Outcome(duty) is { } command)
                {
                    Now = duty is Duty.Wake wake && wake.At > Now ? wake.At : Now;
                    Do(command);
                }
            }
        }

        return Owed.Count == 0;
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
        ledger.Apply(@event);
        Events.Add(@event);
    }

    private Duty? Owing(string key) => Owed.FirstOrDefault(duty => duty.Key == key);
}
