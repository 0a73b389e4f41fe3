namespace CallCenter.Actors.Tests.Protocol;

/// <summary>
/// Actors who talk over a bad line: while it storms, messages and answers are lost, repeated up to minutes later, and come in any order, and an
/// actor may forget what it has done without an event, as after a crash. What is owed is sent until it is answered, as an engine does.
/// </summary>
internal sealed class Conversation(int seed, Func<ActorId, Duty.Perform, IEnumerable<(TimeSpan After, object Command)>> outside)
{
    private readonly SortedDictionary<ActorId, IPlayer> players = [];
    private readonly HashSet<(ActorId, string)> done = [];
    private readonly PriorityQueue<(ActorId To, object Command), (DateTimeOffset, int)> underway = new();
    private int sent;

    public Random Random { get; } = new(seed);

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public bool Storms { get; set; } = true;

    public IEnumerable<IPlayer> Players => players.Values;

    /// <summary>In the order in which it happened.</summary>
    public List<(ActorId Who, DateTimeOffset At, object Event)> Story { get; } = [];

    public IPlayer this[ActorId id]
    {
        get
        {
            if (!players.TryGetValue(id, out var player))
            {
                players[id] = player = Player.Of(id);
            }

            return player;
        }
    }

    public Said Tell(ActorId to, object command)
    {
        var player = this[to];
        var before = player.Story.Count;
        var said = player.Told(command, Now);
        Story.AddRange(player.Story.Skip(before).Select(@event => (to, Now, @event)));
        done.RemoveWhere(pair => pair.Item1 == to && !player.Owed.Any(duty => duty.Key == pair.Item2));
        return said;
    }

    public void Later(TimeSpan after, ActorId to, object command) => underway.Enqueue((to, command), (Now + after, sent++));

    /// <summary>One thing happens; when there is nothing left to happen now, time goes on, at most so far.</summary>
    public void Step(TimeSpan pauseMax)
    {
        var owed = players.Values.SelectMany(player => player.Owed.Where(duty => !done.Contains((player.Id, duty.Key)) && (duty is not Duty.Wake wake || wake.At <= Now))
            .Select(duty => (player.Id, duty))).ToList();
        if (underway.TryPeek(out var next, out var at) && at.Item1 <= Now)
        {
            underway.Dequeue();
            Tell(next.To, next.Command);
        }
        else if (owed.Count > 0 && (!Storms || Random.Next(4) > 0))
        {
            var (who, duty) = owed[Random.Next(owed.Count)];
            Carry(who, duty);
        }
        else
        {
            Now += Random.Next(1000) * pauseMax / 1000;
        }

        if (Storms && Random.Next(200) == 0)
        {
            var crashed = players.Keys.ElementAt(Random.Next(players.Count));
            done.RemoveWhere(pair => pair.Item1 == crashed);
        }
    }

    private void Carry(ActorId who, Duty duty)
    {
        switch (duty)
        {
            case Duty.Wake wake:
                done.Add((who, duty.Key));
                Tell(who, wake.Message);
                break;
            case Duty.Perform perform:
                done.Add((who, duty.Key));
                foreach (var (after, command) in outside(who, perform))
                {
                    Later(after, who, command);
                }

                break;
            case Duty.Deliver deliver when !Storms || Random.Next(10) > 0:
                Deliver(who, deliver);
                break;
        }
    }

    private void Deliver(ActorId who, Duty.Deliver duty)
    {
        if (Storms && Random.Next(8) == 0)
        {
            Later(TimeSpan.FromSeconds(Random.Next(180)), duty.To, duty.Message);
        }

        var said = Tell(duty.To, duty.Message);
        if (Storms && Random.Next(10) == 0)
        {
            return;
        }

        var report = said.Reply is { } reply && this[who].Understands(reply) ? reply : duty.OnAnswered;
        if ((said.Answered ? report : duty.OnRefused) is { } result)
        {
            Later(TimeSpan.FromMilliseconds(Storms ? Random.Next(5000) : 0), who, result);
            done.Add((who, duty.Key));
            Later(TimeSpan.FromSeconds(6), who, result);
        }
        else
        {
            done.Add((who, duty.Key));
        }
    }
}
