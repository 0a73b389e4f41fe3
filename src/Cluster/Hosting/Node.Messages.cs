using CallCenter.Actors;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Hosting;

/// <summary>How a message finds its actor, and what is said when it cannot.</summary>
internal sealed partial class Node
{
    public bool Understands(ActorId to, object command) => types.TryGetValue(to.Kind, out var type) && type.Understands(command);

    /// <summary>A parcel that its link brings; on the loop.</summary>
    public void Receive(Parcel parcel)
    {
        switch (parcel)
        {
            case Parcel.Reply reply:
                Duties.Replied(reply);
                break;
            case Parcel.Request request when !Understands(request.To, request.Command):
                Log.NotUnderstood(request.To, request.Command.GetType().Name, request.From);
                Send(new Parcel.Reply(request.From, request.Key, request.Run, new Answer.Refused(Refusal.Impaired, null)));
                break;
            case Parcel.Request request:
                Deliver(request.To, new SentMessage(this, request) { Trace = request.Trace });
                break;
        }
    }

    internal void Enqueue(Activation actor, Message message)
    {
        actor.Mailbox.Add(message);
        Schedule(actor);
    }

    internal void EnqueueFirst(Activation actor, Message message)
    {
        actor.Mailbox.AddFirst(message);
        Schedule(actor);
    }

    /// <summary>An ask from outside, on the loop. One that <paramref name="mayGoElsewhere"/> hears <see cref="Answer.NotHere"/> when another node should be asked.</summary>
    internal void Asked(ActorId to, object command, TimeSpan deadline, Action<Answer> done, bool mayGoElsewhere = false, string? trace = null)
    {
        var message = new AskMessage(this, command, done, mayGoElsewhere) { Trace = trace };
        if (closed is not null || IsHeld)
        {
            // What others own is asked of them, whatever is wrong here.
            if (Shards.Owns(ShardOf(to)))
            {
                message.Answer(Answer.Unknown.Instance);
            }
            else
            {
                message.NotHere();
            }
        }
        else if (Lane.IsFull)
        {
            message.TurnAway(Refusal.LaneFull);
        }
        else
        {
            message.Arm(deadline);
            Deliver(to, message);
        }
    }

    internal void Deliver(ActorId to, Message message)
    {
        var actor = Residents.Find(to);
        if (actor is null)
        {
            Activate(to, message);
        }
        else if (!Shards.Serves(actor.Shard))
        {
            message.NotHere();
        }
        else if (actor.Phase == Phase.Impaired)
        {
            message.Answer(new Answer.Refused(Refusal.Impaired, null));
        }
        else if (message.IsBounded && actor.Mailbox.Count >= Options.MailboxMax)
        {
            message.TurnAway(Refusal.MailboxFull);
        }
        else
        {
            Enqueue(actor, message);
            if (actor.Phase == Phase.Loading && actor.Undurable == 0)
            {
                Loader.Load(actor);
            }
        }
    }

    private void Activate(ActorId to, Message message)
    {
        var shard = ShardOf(to);
        if (!types.TryGetValue(to.Kind, out var type) || (!Shards.Serves(shard) && !IsTaking(shard)))
        {
            message.NotHere();
            return;
        }

        if (!Shards.Serves(shard))
        {
            Await(shard, to, message);
            return;
        }

        if (Residents.Count >= Options.ResidentMax && !PassivateOldest(Now))
        {
            message.TurnAway(Refusal.MailboxFull);
            return;
        }

        var actor = new Activation(to, type, shard, Shards.EpochOf(shard));
        Residents.Add(actor);
        Enqueue(actor, message);
        Loader.Load(actor);
    }

    /// <summary>It is ours as soon as it is read.</summary>
    private void Await(int shard, ActorId to, Message message)
    {
        if (!WaitingRoom.TryAdd(shard, to, message))
        {
            message.NotHere();
        }
    }
}
