using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Tests.Toys;
using CallCenter.Simulation.Store;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>
/// The engine under everything at once, from one seed: messages lost, doubled and late, appends lost, unanswered and doubled, single shards
/// taken away, nodes killed, and zombies that run on beside their successors. Money neither appears nor disappears.
/// </summary>
public sealed class MoneyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Money_is_conserved_whatever_fails(int seed) => new Storm(seed).Run();

    [Fact]
    public void The_same_seed_is_the_same_run()
    {
        Assert.Equal(new Storm(7).Run(), new Storm(7).Run());
    }

#if PLANTED
    [Theory]
    [InlineData(Defects.ReleaseBeforeDurable)]
    [InlineData(Defects.LaterBatchSurvives)]
    [InlineData(Defects.TouchedKeysMissed)]
    [InlineData(Defects.DutiesNotRestarted)]
    [InlineData(Defects.FireAndForget)]
    public void A_planted_defect_is_found(Defects planted) =>
        Assert.Contains(Enumerable.Range(1, 60), seed => Record.Exception(() => new Storm(seed) { Planted = planted }.Run()) is not null);

    [Fact]
    public void A_database_that_accepts_anything_is_found() =>
        Assert.Contains(Enumerable.Range(1, 60), seed => Record.Exception(() => new Storm(seed) { DatabaseAcceptsAnything = true }.Run()) is not null);
#endif

    private sealed class Storm : ILocalLink, IPerformer
    {
        private const int Steps = 400;
        private static readonly string[] Purses = [.. Enumerable.Range(0, 12).Select(number => "purse" + number)];
        private readonly Random random;
        private readonly FakeClock time = new();
        private readonly SimulatedDatabase database;
        private readonly PriorityQueue<Action, (long At, long Order)> agenda = new();
        private readonly List<Running> running = [];
        private readonly HashSet<string> minted = [];
        private readonly List<string> trace = [];
        private bool isCalm;
        private long order;
        private int number;
        private int promised;

        public Storm(int seed)
        {
            random = new Random(seed);
            database = new SimulatedDatabase(time, 4);
            database.Stored += item => trace.Add($"{item.Shard}:{item.Position} {item.Stream} {item.Tag} {item.Epoch}");
        }

#if PLANTED
        public Defects Planted { get; init; }

        public bool DatabaseAcceptsAnything { init => database.AcceptsAnything = value; }
#endif

        public List<string> Run()
        {
            StartNode();
            for (var step = 0; step < Steps; step++)
            {
                Later(TimeSpan.FromMilliseconds(random.Next(40_000)), Act);
            }

            RunUntil(time.GetUtcNow().AddSeconds(40));
            isCalm = true;
            running.ForEach(host => host.Store.Faults = StoreFaults.None);
            RunUntil(time.GetUtcNow().AddMinutes(5));
            Check();
            return trace;
        }

        public void Carry(Parcel parcel, Action<Parcel> deliver)
        {
            for (var copies = isCalm ? 1 : random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 }; copies > 0; copies--)
            {
                Later(random.Next(3) > 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(random.Next(isCalm ? 10 : 2_000)), () => deliver(parcel));
            }
        }

        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) =>
            Later(TimeSpan.FromMilliseconds(random.Next(500)), () =>
            {
                var outcome = isCalm ? PerformOutcome.Done : (PerformOutcome)random.Next(1, 4);
                if (outcome == PerformOutcome.Done)
                {
                    minted.Add($"{owner}/{duty.Key}");
                }

                completed(outcome);
            });

        private void Act()
        {
            switch (random.Next(40))
            {
                case 0:
                    // Killed, or a zombie beside its successor for a while.
                    var old = running[^1];
                    Later(TimeSpan.FromMilliseconds(random.Next(2) * random.Next(5_000)), () => running.Remove(old));
                    StartNode();
                    break;
                case 1:
                    var shard = random.Next(4);
                    running[^1].Node.Acquire(new Dictionary<int, long> { [shard] = database.TakeOver(shard) });
                    break;
                default:
                    AskSomebody(running[random.Next(running.Count)]);
                    break;
            }
        }

        private void AskSomebody(Running host)
        {
            var purse = Purses[random.Next(Purses.Length)];
            var coins = random.Next(1, 20);
            object command = random.Next(6) switch
            {
                0 or 1 => new C.Put(coins),
                2 or 3 => new C.Pay(Purses[random.Next(Purses.Length)], coins, ++number),
                4 => new C.PutLater(coins, time.GetUtcNow().AddMilliseconds(random.Next(5_000)), ++number),
                _ => new C.Mint(coins, ++number),
            };
            host.Node.Ask(PurseBehaviour.Id(purse), command, TimeSpan.FromSeconds(30), answer =>
            {
                if (answer is Answer.Answered && command is C.Put)
                {
                    promised += coins;
                }
            });
        }

        private void StartNode()
        {
            var store = new SimulatedEventStore(database, random.Next(), Later)
            {
                Faults = new StoreFaults { LostBefore = 0.05, LostAfter = 0.05, LateTwin = 0.05, ReadFails = 0.05, SnapshotRots = 0.05, DelayMax = TimeSpan.FromMilliseconds(20), StallMax = TimeSpan.FromSeconds(2) },
            };
            var node = new Node(new NodeParts
            {
                Options = new NodeOptions
                {
                    Seed = random.Next(),
                    BatchEntriesMax = random.Next(1, 8),
                    PassivateAfter = TimeSpan.FromSeconds(2),
                    LoadPage = 3,
                    SnapshotAfterBytes = 200,
                    LoadsMax = 2,
                    GroupMax = 3,
                    GroupPage = 2,
                    TurnMax = 2,
#if PLANTED
                    Planted = Planted,
#endif
                },
                Types = [PurseBehaviour.Type],
                Store = store,
                Snapshots = store,
                Performer = this,
                Messages = ToyMessages.Instance,
                Clock = new NodeClock(time),
                Link = new RoundTripLink(ToyMessages.Instance, this),
            });
            node.Acquire(database.TakeOver());
            running.Add(new Running(node, store));
        }

        private void Later(TimeSpan delay, Action action) => agenda.Enqueue(action, ((time.GetUtcNow() + delay).UtcTicks, ++order));

        private void RunUntil(DateTimeOffset end)
        {
            while (time.GetUtcNow() < end)
            {
                foreach (var host in running.ToList())
                {
                    while (running.Contains(host) && host.Node.RunOnce())
                    {
                    }
                }

                var next = running.Select(host => host.Node.NextDue ?? end).Append(end).Min();
                if (agenda.TryPeek(out _, out var at) && at.At <= next.UtcTicks)
                {
                    time.MoveTo(new DateTimeOffset(at.At, TimeSpan.Zero));
                    agenda.Dequeue()();
                }
                else
                {
                    time.MoveTo(next);
                }
            }
        }

        private void Check()
        {
            var states = Purses.ToDictionary(purse => purse, purse => database.Stream(PurseBehaviour.Id(purse))
                .Aggregate(PurseBehaviour.Initial(PurseBehaviour.Id(purse)), (state, item) => PurseBehaviour.Apply(state, (PurseEvent)ToyMessages.Instance.Read(item.Tag, item.Body.Span)!)));
            var events = Purses.SelectMany(purse => database.Stream(PurseBehaviour.Id(purse))).Select(item => ToyMessages.Instance.Read(item.Tag, item.Body.Span)).ToList();

            // Nothing is left to do.
            Assert.All(states.Values, state => Assert.Empty(PurseBehaviour.Duties(state)));
            Assert.All(Enumerable.Range(0, 4), shard => Assert.Empty(database.LiveSet(shard)));

            // What was paid arrived, once.
            var put = events.Sum(item => item switch { PurseEvent.CoinsPut e => e.Coins, PurseEvent.LaterPut e => e.Coins, PurseEvent.Minted e => e.Coins, _ => 0 });
            Assert.Equal(put, states.Values.Sum(state => state.Coins));

            // What was promised was kept, and nothing was minted that no port made.
            Assert.True(events.OfType<PurseEvent.CoinsPut>().Sum(item => item.Coins) >= promised);
            Assert.True(events.OfType<PurseEvent.Minted>().Count() <= minted.Count);

            // One writer an epoch: along each shard epochs never go back.
            Assert.All(Enumerable.Range(0, 4), shard =>
                Assert.Equal(database.Shard(shard).Select(item => item.Epoch).Order(), database.Shard(shard).Select(item => item.Epoch)));
            Assert.True(events.Count > 100);
        }

        private sealed record Running(Node Node, SimulatedEventStore Store);
    }
}
