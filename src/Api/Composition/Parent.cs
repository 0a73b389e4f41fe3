namespace CallCenter.Api.Composition;

/// <summary>Whoever started us holds our standard input open: its end is theirs, however it came (also by kill -9).</summary>
internal static class Parent
{
    public static IDisposable Ended(Action ended)
    {
        var stop = new CancellationTokenSource();
        var reader = new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (input.Read(ignored) > 0)
            {
            }

            if (!stop.IsCancellationRequested)
            {
                ended();
            }
        }) { IsBackground = true, Name = "parent" };
        reader.Start();
        return stop;
    }
}
