using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Tests.Toys;
using CallCenter.Simulation.Store;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>
/// Several nodes under everything at once, from one seed: frames lost and doubled, links broken, nodes killed, frozen, held and drained, shards
/// moved before anybody knows, appends lost, unanswered and doubled. Money neither appears nor disappears.
/// </summary>
public sealed class ClusterMoneyTests
{
    private const int SeedCount = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, SeedCount)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Money_is_conserved_over_nodes_whatever_fails(int seed) => new Storm(seed).Run();

    [Fact]
    public void The_same_seed_is_the_same_run() => Assert.Equal(new Storm(7).Run(), new Storm(7).Run());

#if PLANTED
    [Theory]
    [InlineData(Defects.ReleaseBeforeDurable)]
    [InlineData(Defects.ParcelBeforeDurable)]
    [InlineData(Defects.FireAndForget)]
    [InlineData(Defects.DutiesNotRestarted)]
    public void A_planted_defect_is_found(Defects planted) =>
        Assert.Contains(Enumerable.Range(1, SeedCount), seed => Record.Exception(() => new Storm(seed) { Planted = planted }.Run()) is not null);

    [Fact]
    public void A_database_that_accepts_anything_is_found() =>
        Assert.Contains(Enumerable.Range(1, SeedCount), seed => Record.Exception(() => new Storm(seed) { DatabaseAcceptsAnything = true }.Run()) is not null);
#endif

    private sealed class Storm : IPerformer
    {
        private const int Steps = 500;
        private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(40);
        private static readonly string[] Purses = [.. Enumerable.Range(0, 12).Select(number => "purse" + number)];
        private readonly Town town = new();
        private readonly Random random;
        private readonly HashSet<string> minted = [];
        private readonly List<string> trace = [];
        private bool isCalm;
        private int number;
        private int promised;

        public Storm(int seed)
        {
            random = new Random(seed);
            town.Database.Stored += item => trace.Add($"{item.Shard}:{item.Position} {item.Stream} {item.Tag} {item.Epoch}");
            town.Links.Delay = TimeSpan.FromMilliseconds(1);
            town.Links.Carry = (_, frame) => isCalm || frame is not (Frame.Carried or Frame.Committed) ? 1 : random.Next(12) switch { 0 => 0, 1 => 2, _ => 1 };
        }

#if PLANTED
        public Defects Planted { get; init; }

        public bool DatabaseAcceptsAnything { init => town.Database.AcceptsAnything = value; }
#endif

        public List<string> Run()
        {
            StartNode("edge", Roles.Edge);
            var cores = new[] { "one", "two", "three" }.Select(name => StartNode(name, Roles.Core)).ToList();
            for (var shard = 0; shard < Town.Shards; shard++)
            {
                town.Give(cores[shard % cores.Count], shard);
            }

            for (var step = 0; step < Steps; step++)
            {
                town.Later(Random(Lasts), Act);
            }

            town.Elapse(Lasts);
            Heal();
            town.Elapse(TimeSpan.FromMinutes(5));
            Check();
            return trace;
        }

        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) =>
            town.Later(Random(TimeSpan.FromMilliseconds(500)), () =>
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
            var node = Pick();
            switch (random.Next(60))
            {
                case 0:
                    Kill(node);
                    break;
                case 1:
                    node.IsFrozen = true;
                    town.Later(Random(TimeSpan.FromSeconds(8)), () => node.IsFrozen = false);
                    town.Later(Random(TimeSpan.FromSeconds(8)), () => Inherit(node));
                    break;
                case 2:
                    node.Node.Hold();
                    town.Later(Random(TimeSpan.FromSeconds(8)), node.Node.Resume);
                    town.Later(Random(TimeSpan.FromSeconds(8)), () => Inherit(node, random.Next(2)));
                    break;
                case 3 or 4:
                    Move(random.Next(Town.Shards), Pick());
                    break;
                case 5 or 6:
                    HandOver(random.Next(Town.Shards), Pick());
                    break;
                case 7:
                    var other = town.Nodes[random.Next(town.Nodes.Count)];
                    town.Links.Break(node, other);
                    town.Later(Random(TimeSpan.FromSeconds(3)), () => MakeLink(node, other));
                    break;
                default:
                    AskSomebody(town.Nodes[random.Next(town.Nodes.Count)]);
                    break;
            }
        }

        private TownNode Pick() => town.Nodes.Where(node => node.Self.Roles == Roles.Core).ElementAt(random.Next(town.Nodes.Count(node => node.Self.Roles == Roles.Core)));

        private void Kill(TownNode node)
        {
            if (town.Nodes.Count(other => other.Self.Roles == Roles.Core) < 2)
            {
                return;
            }

            town.Kill(node);
            town.Later(Random(TimeSpan.FromSeconds(2)), () => Inherit(node));
            town.Later(TimeSpan.FromSeconds(2) + Random(TimeSpan.FromSeconds(3)), () => StartNode(node.Name, Roles.Core));
        }

        /// <summary>What it owns, or a part of it, goes to others.</summary>
        private void Inherit(TownNode node, int keeps = 0)
        {
            foreach (var shard in Enumerable.Range(0, Town.Shards).Where(shard => town.OwnerIncarnation(shard) == node.Self.Incarnation).Skip(keeps).ToList())
            {
                Move(shard, Pick());
            }
        }

        /// <summary>The database knows at once, the new owner after a while, each of the others after another one.</summary>
        private void Move(int shard, TownNode heir)
        {
            town.Take(heir, shard);
            foreach (var node in town.Nodes)
            {
                town.Later(Random(TimeSpan.FromSeconds(1)), () =>
                {
                    town.Reconcile(node, shard);
                    town.Learn(node);
                });
            }
        }

        private void HandOver(int shard, TownNode heir)
        {
            if (town.OwnerOf(shard) is not { } owner || owner == heir)
            {
                return;
            }

            var incarnation = owner.Self.Incarnation;
            owner.Node.Drain([shard], () =>
            {
                if (random.Next(4) == 0 || town.OwnerIncarnation(shard) != incarnation)
                {
                    owner.Node.Keep([shard]);
                }
                else
                {
                    Move(shard, heir);
                }
            });
        }

        private void MakeLink(TownNode left, TownNode right)
        {
            if (left != right && town.Nodes.Contains(left) && town.Nodes.Contains(right))
            {
                town.Links.Make(left, right);
            }
        }

        private void AskSomebody(TownNode node)
        {
            var coins = random.Next(1, 20);
            object command = random.Next(6) switch
            {
                0 or 1 => new C.Put(coins),
                2 or 3 => new C.Pay(Purses[random.Next(Purses.Length)], coins, ++number),
                4 => new C.PutLater(coins, town.Time.GetUtcNow() + Random(TimeSpan.FromSeconds(5)), ++number),
                _ => new C.Mint(coins, ++number),
            };
            node.Node.Ask(PurseBehaviour.Id(Purses[random.Next(Purses.Length)]), command, TimeSpan.FromSeconds(30), answer =>
            {
                Assert.IsNotType<Answer.NotHere>(answer);
                if (answer is Answer.Answered && command is C.Put)
                {
                    promised += coins;
                }
            });
        }

        private TownNode StartNode(string name, Roles roles)
        {
            var store = new SimulatedEventStore(town.Database, random.Next(), town.Later) { Faults = isCalm ? StoreFaults.None : Faults };
            return town.Start(name, roles, new NodeOptions
            {
                Seed = random.Next(),
                BatchEntriesMax = random.Next(1, 8),
                PassivateAfter = TimeSpan.FromSeconds(2),
                LoadPage = 3,
                LoadsMax = 2,
                GroupMax = 3,
                GroupPage = 2,
                TurnMax = 2,
#if PLANTED
                Planted = Planted,
#endif
            }, this, store);
        }

        private void Heal()
        {
            isCalm = true;
            foreach (var node in town.Nodes)
            {
                node.Store.Faults = StoreFaults.None;
                node.Node.Resume();
                node.IsFrozen = false;
                town.Nodes.ToList().ForEach(other => MakeLink(node, other));
            }

            town.Elapse(TimeSpan.FromSeconds(15));
            foreach (var shard in Enumerable.Range(0, Town.Shards).Where(shard => town.OwnerOf(shard) is null))
            {
                town.Give(Pick(), shard);
            }
        }

        private void Check()
        {
            var states = Purses.ToDictionary(purse => purse, purse => Events(purse).Aggregate(PurseBehaviour.Initial(PurseBehaviour.Id(purse)), PurseBehaviour.Apply));
            var events = Purses.SelectMany(Events).ToList();

            // Nothing is left to do.
            Assert.All(states.Values, state => Assert.Empty(PurseBehaviour.Duties(state)));
            Assert.All(Enumerable.Range(0, Town.Shards), shard => Assert.Empty(town.Database.LiveSet(shard)));

            // What was paid arrived, once.
            var put = events.Sum(item => item switch { PurseEvent.CoinsPut e => e.Coins, PurseEvent.LaterPut e => e.Coins, PurseEvent.Minted e => e.Coins, _ => 0 });
            Assert.Equal(put, states.Values.Sum(state => state.Coins));

            // What was promised was kept, and nothing was minted that no port made.
            Assert.True(events.OfType<PurseEvent.CoinsPut>().Sum(item => item.Coins) >= promised);
            Assert.True(events.OfType<PurseEvent.Minted>().Count() <= minted.Count);

            // One writer an epoch: along each shard epochs never go back.
            Assert.All(Enumerable.Range(0, Town.Shards), shard =>
                Assert.Equal(town.Database.Shard(shard).Select(item => item.Epoch).Order(), town.Database.Shard(shard).Select(item => item.Epoch)));
            Assert.True(events.Count > 100);

            // The feed of the edge has heard of everything.
            Assert.Equal(Enumerable.Range(0, Town.Shards).Select(shard => (long)town.Database.Shard(shard).Count), town.Nodes.Single(node => node.Name == "edge").Feed.Heads());
        }

        private IEnumerable<PurseEvent> Events(string purse) =>
            town.Database.Stream(PurseBehaviour.Id(purse)).Select(item => (PurseEvent)ToyMessages.Instance.Read(item.Tag, item.Body.Span)!);

        private static readonly StoreFaults Faults = new()
        {
            LostBefore = 0.05,
            LostAfter = 0.05,
            LateTwin = 0.05,
            ReadFails = 0.05,
            DelayMax = TimeSpan.FromMilliseconds(20),
            StallMax = TimeSpan.FromSeconds(2),
        };

        private TimeSpan Random(TimeSpan max) => new(random.NextInt64(max.Ticks));
    }
}
