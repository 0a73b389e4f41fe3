using CallCenter.Actors.Floors;
using C = CallCenter.Actors.Floors.FloorCommand;
using E = CallCenter.Actors.Floors.FloorEvent;

namespace CallCenter.Actors.Tests.Floors;

/// <summary>The book of alarms: each trouble raised once, ended once, acknowledged by name.</summary>
public sealed class AlarmsTests
{
    private static readonly DateTimeOffset Noon = FloorScenario.Start;
    private static readonly AlarmCause Late = new(AlarmKind.Break, "1001", Noon.AddMinutes(-20), 900_000, 1_200_000) { What = "break" };
    private static readonly AlarmCause Crowd = new(AlarmKind.Waiting, "sales", Noon, 5, 6);

    private static FloorScenario Floor() => new(ActorId.Floor("acme"));

    [Fact]
    public void It_is_raised_once_whoever_says_it_and_however_often() =>
        Floor().When(new C.RaiseAlarm(Late)).Then(new E.AlarmRaised(Noon, 1, Late)).When(new C.RaiseAlarm(Late with { Value = 1_300_000 })).ThenAlreadySo().OwesOnly();

    [Fact]
    public void It_is_ended_once_and_an_observer_who_is_behind_does_not_raise_it_again() =>
        Floor().When(new C.RaiseAlarm(Late)).When(new C.EndAlarm(Late)).Then(new E.AlarmEnded(Noon, 1, AlarmKind.Break, "1001"))
            .When(new C.EndAlarm(Late)).ThenAlreadySo().When(new C.RaiseAlarm(Late)).ThenAlreadySo();

    [Fact]
    public void Another_stretch_of_the_same_agent_is_another_alarm_and_the_first_is_over()
    {
        var next = Late with { Since = Noon };
        Floor().When(new C.RaiseAlarm(Late)).When(new C.RaiseAlarm(next)).Then(new E.AlarmEnded(Noon, 1, AlarmKind.Break, "1001"), new E.AlarmRaised(Noon, 2, next))
            .When(new C.RaiseAlarm(Late)).ThenAlreadySo().When(new C.EndAlarm(Late)).ThenAlreadySo();
    }

    [Fact]
    public void A_queues_goes_on_whichever_caller_waits_and_may_come_again()
    {
        var others = Crowd with { Since = Noon.AddSeconds(5), Value = 9 };
        Floor().When(new C.RaiseAlarm(Crowd)).When(new C.RaiseAlarm(others)).ThenAlreadySo()
            .When(new C.EndAlarm(others)).ThenTypes(typeof(E.AlarmEnded)).When(new C.RaiseAlarm(others)).Then(new E.AlarmRaised(Noon, 2, others));
    }

    [Fact]
    public void The_first_who_takes_care_of_it_is_kept() =>
        Floor().When(new C.RaiseAlarm(Crowd)).When(new C.AcknowledgeAlarm(1, "li")).Then(new E.AlarmAcknowledged(Noon, 1, AlarmKind.Waiting, "sales", "li"))
            .When(new C.AcknowledgeAlarm(1, "wang")).ThenAlreadySo().When(new C.EndAlarm(Crowd)).When(new C.AcknowledgeAlarm(1, "wang")).ThenRefused(Refusal.AlarmUnknown);

    [Fact]
    public void More_alarms_than_anybody_reads_are_refused()
    {
        var full = Enumerable.Range(1, FloorState.AlarmsMax).Aggregate(FloorBehaviour.Initial(ActorId.Floor("acme")), (state, number) => FloorBehaviour.Apply(state, new E.AlarmRaised(Noon, number, Crowd with { Subject = $"q{number}" })));

        Assert.Equal(Refusal.AlarmsFull, Assert.IsType<Decision<E>.Refused>(FloorBehaviour.Decide(full, new C.RaiseAlarm(Crowd), Noon)).Reason);
    }
}
