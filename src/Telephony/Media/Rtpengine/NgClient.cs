using System.Net;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>
/// Asks one rtpengine (ng protocol, UDP and TCP at one port number). A question over UDP is repeated under its cookie, with longer and longer
/// pauses, until it is answered or <see cref="AnswerMax"/> is over. Safe for use by many threads.
/// </summary>
internal sealed class NgClient : IDisposable
{
    /// <summary>An instance answers within a millisecond or two: what takes this long was lost, or the instance is busy.</summary>
    public static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(150);

    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    private readonly string name;
    private readonly TimeProvider time;
    private readonly NgAsked asked = new();
    private readonly NgDatagrams datagrams;

    public NgClient(string name, IPEndPoint instance, TimeProvider time)
    {
        (this.name, this.time) = (name, time);
        datagrams = new NgDatagrams(instance, asked);
        Stream = new NgStream(instance, asked, time);
    }

    public NgStream Stream { get; }

    /// <exception cref="TimeoutException">No answer: it was done, or it was not.</exception>
    public async Task<NgReply> Ask(NgValue.Table command, CancellationToken ended, TimeSpan? answerMax = null)
    {
        var (cookie, answer) = asked.Add();
        try
        {
            var message = new NgMessage(cookie, command).Octets();
            var limit = answerMax ?? AnswerMax;
            if (message.Length > NgDatagrams.LengthMax)
            {
                await Stream.Send(message).WaitAsync(limit, time, ended).ConfigureAwait(false);
                return await answer.WaitAsync(limit, time, ended).ConfigureAwait(false);
            }

            return await Repeat(message, answer, limit, ended).ConfigureAwait(false);
        }
        catch (TimeoutException none)
        {
            throw new TimeoutException($"rtpengine {name} did not answer to '{command.Text("command")}': {none.Message}", none);
        }
        finally
        {
            asked.Forget(cookie);
        }
    }

    public void Dispose()
    {
        datagrams.Dispose();
        Stream.Dispose();
    }

    private async Task<NgReply> Repeat(ReadOnlyMemory<byte> message, Task<NgReply> answer, TimeSpan limit, CancellationToken ended)
    {
        var start = time.GetTimestamp();
        for (var pause = RepeatAfter; ; pause *= 2)
        {
            await datagrams.Send(message, ended).ConfigureAwait(false);
            var left = limit - time.GetElapsedTime(start);
            try
            {
                return await answer.WaitAsync(pause < left ? pause : left > TimeSpan.Zero ? left : TimeSpan.Zero, time, ended).ConfigureAwait(false);
            }
            catch (TimeoutException) when (pause < left)
            {
                // Lost either way: again, the cookie says that it is the same.
            }
        }
    }
}
