namespace CallCenter.Api.Composition;

/// <summary>Whoever started us holds our standard input open: its end is theirs, however it came (also by kill -9).</summary>
internal sealed class Parent : IDisposable
{
    private readonly Lock gate = new();
    private Action? ended;

    private Parent(Action ended) => this.ended = ended;

    /// <summary>Calls <paramref name="ended"/> once, from a thread of its own; never after it was disposed of.</summary>
    public static Parent Ended(Action ended)
    {
        var parent = new Parent(ended);
        new Thread(parent.Read) { IsBackground = true, Name = "parent" }.Start();
        return parent;
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = null;
        }
    }

    private void Read()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
        }

        lock (gate)
        {
            ended?.Invoke();
        }
    }
}
