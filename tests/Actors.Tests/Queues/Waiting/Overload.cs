using CallCenter.Actors.Collections;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues.Waiting;

/// <summary>A service floor on virtual time: Poisson arrivals, exponential talk and patience (M/M/n+M), agents who may come and go.</summary>
/// <param name="Agents">At the beginning.</param>
/// <param name="Later">From half of the time on.</param>
/// <param name="Load">Arrivals × talk ÷ agents at the beginning.</param>
internal sealed record Floor(string Name, int Agents, int Later, double Load, double TalkSeconds, double PatienceSeconds, double Hours)
{
    /// <summary>The first so many agents speak Korean; they take all calls.</summary>
    public int Koreans { get; init; }

    /// <summary>Of the callers, who need that.</summary>
    public double KoreanShare { get; init; }

    /// <summary>Where the agents change, what is said in the twenty minutes after it counts; else all.</summary>
    public bool Counts(double at) => Agents == Later || (at >= Hours * 1800 && at < Hours * 1800 + 1200);
}

/// <summary>
/// The queue's own behaviour under a floor's load. Whoever waits is asked about at entry, after 20 s and then each minute, as an announcement would be;
/// once it is answered, what each estimator said is held against what came.
/// </summary>
internal sealed class Overload
{
    private static readonly AgentProfile Korean = new() { Skills = [new SkillLevel("korean", 1)] };
    private static readonly double[] Asked = [0, 20, 80, 140, 200, 260, 320, 380, 440, 500, 560];

    private readonly Floor floor;
    private readonly Random random;
    private readonly PriorityQueue<Action, (double, int)> agenda = new();
    private readonly Dictionary<StayId, List<Question>> open = [];
    private readonly Dictionary<ActorId, long> epochs = [];
    private readonly SortedSet<ActorId> present = [];
    private readonly (string Name, Func<Stay, double?> Says)[] estimators;
    private QueueState state;
    private double now;
    private int order;
    private int callers;
    private Pace blind = new(Noon);
    private double lastWait = double.NaN;

    private sealed record Question(double At, double[] Said);

    public Overload(Floor floor, int seed)
    {
        (this.floor, random) = (floor, new Random(seed));
        estimators = Estimators();
        state = QueueBehaviour.Apply(QueueBehaviour.Initial(Sales), new E.QueueConfigured(Noon, 1, Settings));
        Plan(0, Arrive);
        for (var agent = 0; agent < Math.Max(floor.Agents, floor.Later); agent++)
        {
            var id = ActorId.Agent("acme", $"a{agent:D3}");
            if (agent < floor.Agents)
            {
                Plan(0, () => Come(id));
            }
            else
            {
                Plan(floor.Hours * 1800, () => Come(id));
            }

            if (agent >= floor.Later)
            {
                Plan(floor.Hours * 1800, () => present.Remove(id));
            }
        }
    }

    /// <summary>What was said and what came, in seconds, by estimator.</summary>
    public Dictionary<string, List<(double Said, double Came)>> Answers { get; } = [];

    public Overload Run()
    {
        while (agenda.TryDequeue(out var step, out var due) && due.Item1 < floor.Hours * 3600)
        {
            now = due.Item1;
            step();
        }

        return this;
    }

    private (string, Func<Stay, double?>)[] Estimators() => floor.Koreans > 0 ?
    [
        ("QLm, measured (ours)", stay => ExpectedWait.Of(state, stay, Time)?.TotalSeconds),
        ("QLm, blind to needs", stay => blind.Until(Time, state.Line.WaitingCount).Expected(AheadOfAll(stay))?.TotalSeconds),
        ("HOL, blind to needs", stay => ShareOfAll(stay) * (now - Since(state.Stays[state.Line.Classes.Where(needs => needs.Waiting.Count > 0).Min(needs => needs.Waiting.First).Stay]))),
        ("LES, blind to needs", stay => double.IsNaN(lastWait) ? null : ShareOfAll(stay) * lastWait),
    ] :
    [
        ("QLm, measured (ours)", stay => ExpectedWait.Of(state, stay, Time)?.TotalSeconds),
        ("QL, measured", stay => (state.Paces.GetValueOrDefault("")?.Until(Time, Line.Count) is { } pace ? pace with { HangUps = 0 } : null)?.Expected(Ahead(stay))?.TotalSeconds),
        ("HOL", stay => Share(stay) * (now - Since(state.Stays[Line.First.Stay]))),
        ("LES", stay => double.IsNaN(lastWait) ? null : Share(stay) * lastWait),
        ("QLm, rates known", stay => Enumerable.Range(0, Ahead(stay) + 1).Sum(ahead => 1 / (present.Count / floor.TalkSeconds + ahead / floor.PatienceSeconds))),
    ];

    private DateTimeOffset Time => Noon.AddSeconds(now);

    /// <summary>What others waited is scaled to the place: in the middle of the line half of it is still to come.</summary>
    private double Share(Stay stay) => (Ahead(stay) + 1.0) / Line.Count;

    private int Ahead(Stay stay) => Line.IndexOf(stay.Place);

    private double ShareOfAll(Stay stay) => (AheadOfAll(stay) + 1.0) / state.Line.WaitingCount;

    private int AheadOfAll(Stay stay) => state.Line.Classes.Sum(needs => needs.Waiting.IndexOf(stay.Place) is var index and >= 0 ? index : ~needs.Waiting.IndexOf(stay.Place));

    private OrderedSet<Place> Line => state.Line.Classes[0].Waiting;

    private static double Since(Stay stay) => (stay.Entered - Noon).TotalSeconds;

    private void Arrive()
    {
        Plan(Exponential(floor.TalkSeconds / (floor.Load * floor.Agents)), Arrive);
        var stay = Stay($"c{++callers:D6}");
        open[stay] = [];
        var call = Call(stay.Call, arrived: Time);
        Tell(new C.Enqueue(stay, random.NextDouble() < floor.KoreanShare ? call with { Needs = [new NeedStep(TimeSpan.Zero, "korean")] } : call));
        Plan(Exponential(floor.PatienceSeconds), () => GiveUp(stay));
        foreach (var after in Asked)
        {
            Plan(after, () => Ask(stay));
        }
    }

    private void Ask(StayId id)
    {
        if (state.Stays.GetValueOrDefault(id) is { Offer: null } stay)
        {
            open[id].Add(new Question(now, [.. estimators.Select(estimator => estimator.Says(stay) ?? double.NaN)]));
        }
    }

    private void GiveUp(StayId stay)
    {
        if (state.Stays.GetValueOrDefault(stay) is { Offer: null })
        {
            Tell(new C.RecordStayEnded(stay, StayEnd.AbandonedWaiting));
        }
    }

    private void Come(ActorId agent)
    {
        present.Add(agent);
        Free(agent);
    }

    private void Free(ActorId agent)
    {
        if (present.Contains(agent))
        {
            Tell(new C.RecordAgentAvailable(agent, epochs[agent] = epochs.GetValueOrDefault(agent) + 1, Time) { Profile = SpeaksKorean(agent) ? Korean : null });
        }
    }

    private bool SpeaksKorean(ActorId agent) => string.CompareOrdinal(agent.Key, $"a{floor.Koreans:D3}") < 0;

    private void Answer(E.OfferMade offer)
    {
        Plan(Exponential(floor.TalkSeconds), () => Free(offer.Agent));
        lastWait = now - Since(state.Stays[offer.Offer.Stay]);
        foreach (var question in open[offer.Offer.Stay])
        {
            // All are asked the same: where one of them knows nothing yet, none is.
            if (floor.Counts(question.At) && !question.Said.Any(double.IsNaN))
            {
                foreach (var (estimator, said) in estimators.Zip(question.Said))
                {
                    Answers.TryAdd(estimator.Name, []);
                    Answers[estimator.Name].Add((said, now - question.At));
                }
            }
        }

        open.Remove(offer.Offer.Stay);
        Tell(new C.RecordAnswered(offer.Offer));
    }

    private void Tell(C command)
    {
        if (QueueBehaviour.Decide(state, command, Time) is Decision<E>.Accepted accepted)
        {
            foreach (var @event in accepted.Events)
            {
                blind = blind.Until(Time, state.Line.WaitingCount);
                blind = @event switch
                {
                    E.CallAnswered e when state.Stays[e.Offer.Stay] is var stay && stay.OfferedAt > stay.Entered => blind.Answered(TimeSpan.Zero),
                    E.StayEnded { End: StayEnd.AbandonedWaiting } => blind.HungUp(),
                    _ => blind,
                };
                state = QueueBehaviour.Apply(state, @event);
            }

            foreach (var offer in accepted.Events.OfType<E.OfferMade>())
            {
                Answer(offer);
            }
        }
    }

    private void Plan(double after, Action step) => agenda.Enqueue(step, (now + after, order++));

    private double Exponential(double mean) => -mean * Math.Log(1 - random.NextDouble());
}
