namespace CallCenter.Cluster.Hosting;

/// <summary>Messages of one actor in order: a list through the messages themselves, so an idle actor pays three words.</summary>
internal struct Mailbox
{
    private Message? first;
    private Message? last;

    public int Count { get; private set; }

    public void Add(Message message)
    {
        if (last is null)
        {
            first = message;
        }
        else
        {
            last.Next = message;
        }

        last = message;
        Count++;
    }

    public Message? Take()
    {
        var taken = first;
        if (taken is not null)
        {
            first = taken.Next;
            last = first is null ? null : last;
            taken.Next = null;
            Count--;
        }

        return taken;
    }

    /// <summary>Handled before everything that waits.</summary>
    public void AddFirst(Message message)
    {
        message.Next = first;
        first = message;
        last ??= message;
        Count++;
    }
}
