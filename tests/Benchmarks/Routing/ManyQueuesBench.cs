using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Benchmarks.Measures;
using C = CallCenter.Actors.Agents.AgentCommand;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// What it costs that an agent serves many queues: each change of its availability is told to each of them. Going ready and not ready again, decided,
/// applied, and all that is to be told looked up, as the engine does it; one thread.
/// </summary>
internal static class ManyQueuesBench
{
    private const int RunCount = 3;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(1);

    public static Task Run(Report report)
    {
        report.Table(["queues an agent serves", "messages of a change", "CPU µs of a change", "µs a message"], [.. new[] { 1, 16, 64, 256, 1_000, 5_000 }.Select(Row)]);
        report.Say($"Median of {RunCount} runs. What the queues then decide comes on top: one event of each.");
        return Task.CompletedTask;
    }

    private static string[] Row(int queues)
    {
        var cost = new Runs();
        var messages = 0;
        for (var run = 0; run <= RunCount; run++)
        {
            var agent = new ToldAgent(queues);
            var (began, used, changes) = (Stopwatch.GetTimestamp(), Machine.CpuSeconds(), 0);
            for (; Stopwatch.GetElapsedTime(began) < RunLength; changes++)
            {
                messages = agent.Change();
            }

            if (run > 0)
            {
                cost.Add((Machine.CpuSeconds() - used) * 1e6 / changes);
            }
        }

        return [$"{queues:N0}", $"{messages:N0}", $"{cost.Median:F0}", $"{cost.Median / messages:F2}"];
    }

    private sealed class ToldAgent
    {
        private AgentState state = AgentBehaviour.Initial(ActorId.Agent("bench", "anna"));
        private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(56);
        private bool isReady = true;

        public ToldAgent(int queues)
        {
            Tell(new C.Configure(1, new AgentSettings { Name = "Anna", Phone = "6001", Queues = [.. Enumerable.Range(0, queues).Select(number => $"queue{number:D4}")], Reasons = ["break"] }));
            Tell(new C.GoReady());
            Tell(new C.RecordPhone("6001", 1, new PhoneTarget("6001", "sip:6001@127.0.0.1", [], null)));
        }

        /// <summary>How many are told.</summary>
        public int Change()
        {
            isReady = !isReady;
            return Tell(isReady ? new C.GoReady() : new C.GoNotReady("break"));
        }

        private int Tell(C command)
        {
            now = now.AddSeconds(1);
            var told = 0;
            foreach (var item in ((Decision<AgentEvent>.Accepted)AgentBehaviour.Decide(state, command, now)).Events)
            {
                var touched = AgentBehaviour.Touched(state, item);
                state = AgentBehaviour.Apply(state, item);
                foreach (var key in touched)
                {
                    told += AgentBehaviour.DutyOf(state, key) is Duty.Deliver ? 1 : 0;
                }
            }

            return told;
        }
    }
}
