using System.Collections.Immutable;
using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Benchmarks.Measures;
using C = CallCenter.Actors.Queues.QueueCommand;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// One hot queue as the engine drives it: every command decided, its events applied, the duties that it touches looked up. 50,000 agents are
/// known and busy, 100,000 calls wait; an agent becomes free, is matched, reserved and answered; its caller's place is taken by a new one.
/// </summary>
internal static class RoutingBench
{
    private const int RunCount = 3;
    private const int Rounds = 20_000;

    private const int Needs = 20;
    private const int Kinds = 50;

    public static Task Run(Report report)
    {
        report.Table(
            ["agents / waiting", "needs / kinds", "decisions/s", "CPU µs", "mean µs", "p50 µs", "p99 µs", "match alone: mean / p99 µs", "allocated B a decision"],
            [Row(100, 1_000), Row(1_000, 10_000), Row(50_000, 100_000), Row(50_000, 100_000, Needs, Kinds)]);
        report.Say($"Median (best) of {RunCount} runs of {Rounds * 4} decisions each, one thread. A decision is Decide, Apply of its events, and the duties they touch; a match is the one in which an agent becomes free and is offered the next call. Needs: calls that ask for different skills, waiting in orders of their own; kinds: agents of different skills, who may take calls of three needs each.");
        return Task.CompletedTask;
    }

    private static string[] Row(int agents, int waiting, int needs = 0, int kinds = 0)
    {
        var queue = new HotQueue(agents, waiting, needs, kinds);
        queue.Work(Rounds / 5);
        Runs rate = new(), mean = new(), middle = new(), tail = new(), match = new(), matchTail = new(), allocated = new(), cpu = new();
        for (var run = 0; run < RunCount; run++)
        {
            queue.Forget();
            var (began, used, bytes) = (Stopwatch.GetTimestamp(), Machine.CpuSeconds(), GC.GetAllocatedBytesForCurrentThread());
            queue.Work(Rounds);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            cpu.Add((Machine.CpuSeconds() - used) * 1e6 / queue.All.Count);
            allocated.Add((GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)queue.All.Count);
            rate.Add(queue.All.Count / seconds);
            mean.Add(queue.All.MeanMs() * 1000);
            middle.Add(queue.All.At(0.5) * 1000);
            tail.Add(queue.All.At(0.99) * 1000);
            match.Add(queue.Matches.MeanMs() * 1000);
            matchTail.Add(queue.Matches.At(0.99) * 1000);
        }

        return [$"{agents:N0} / {waiting:N0}", needs == 0 ? "none" : $"{needs} / {kinds}", rate.Rate, cpu.Cost, mean.Cost, middle.Cost, tail.Cost, $"{match.Cost} / {matchTail.Cost}", $"{allocated.Median:F0}"];
    }

    private sealed class HotQueue
    {
        private readonly Queue<(ActorId Agent, AgentProfile? Profile, long Epoch)> busy = new();
        private readonly int needs;
        private QueueState state = QueueBehaviour.Initial(ActorId.Queue("bench", "hot"));
        private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(56);
        private long calls;

        public HotQueue(int agents, int waiting, int needs, int kinds)
        {
            this.needs = needs;
            Tell(new C.Configure(1, new QueueSettings { Name = "hot", MaxWait = TimeSpan.FromHours(2) }));
            for (var number = 0; number < agents; number++)
            {
                var agent = ActorId.Agent("bench", $"a{number * 7919L % agents:D6}");
                var profile = kinds == 0 ? null : new AgentProfile { Skills = SkillsOf(number % kinds) };
                Tell(new C.RecordAgentAvailable(agent, 1, now) { Profile = profile });
                Tell(new C.RecordAgentUnavailable(agent, 2));
                busy.Enqueue((agent, profile, 2));
            }

            for (var number = 0; number < waiting; number++)
            {
                Arrive();
            }
        }

        public Latencies All { get; private set; } = new();

        public Latencies Matches { get; private set; } = new();

        public void Forget() => (All, Matches) = (new Latencies(), new Latencies());

        public void Work(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                var (agent, profile, epoch) = busy.Dequeue();
                var began = Stopwatch.GetTimestamp();
                var offer = Tell(new C.RecordAgentAvailable(agent, epoch + 1, now) { Profile = profile }).OfType<QueueEvent.OfferMade>().Single();
                Matches.Add(Stopwatch.GetTimestamp() - began);
                Tell(new C.RecordReserved(offer.Offer));
                Tell(new C.RecordAnswered(offer.Offer));
                busy.Enqueue((agent, profile, epoch + 1));
                Arrive();
            }
        }

        private void Arrive()
        {
            // As a hash of the signalling would be: no order.
            var key = $"{(ulong)++calls * 0x9E3779B97F4A7C15:x16}";
            Tell(new C.Enqueue(new StayId(key, 1), new QueuedCall { Call = ActorId.Call("bench", key), Contact = key, Arrived = now, Number = "4000", Caller = "13800001111", Needs = needs == 0 ? [] : [new NeedStep(TimeSpan.Zero, $"skill{calls % needs:D2}>=2")] }));
        }

        /// <summary>Three that are asked for, and two that nobody asks for.</summary>
        private EquatableArray<SkillLevel> SkillsOf(int kind) =>
            [.. new[] { kind % needs, (kind * 3 + 1) % needs, (kind * 7 + 2) % needs, needs + kind, needs + kind + 1 }.Distinct().Order().Select(skill => new SkillLevel($"skill{skill:D2}", 2))];

        private ImmutableArray<QueueEvent> Tell(C command)
        {
            now = now.AddTicks(2_500);
            var began = Stopwatch.GetTimestamp();
            var events = ((Decision<QueueEvent>.Accepted)QueueBehaviour.Decide(state, command, now)).Events;
            foreach (var item in events)
            {
                var touched = QueueBehaviour.Touched(state, item);
                state = QueueBehaviour.Apply(state, item);
                foreach (var key in touched)
                {
                    QueueBehaviour.DutyOf(state, key);
                }
            }

            All.Add(Stopwatch.GetTimestamp() - began);
            return events;
        }
    }
}
