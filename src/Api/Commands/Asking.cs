using CallCenter.Actors;

namespace CallCenter.Api.Commands;

/// <summary>How the API asks: an unknown outcome is asked again, since every command is idempotent, until the client's patience ends.</summary>
public static class Asking
{
    public static readonly TimeSpan AskTimeMax = TimeSpan.FromSeconds(3);
    public const int AsksMax = 3;

    public static async ValueTask<CommandAnswer> AskUntilKnown(this ICommands commands, ActorId to, object command)
    {
        for (var ask = 1; ; ask++)
        {
            var answer = await commands.Ask(to, command, AskTimeMax);
            if (answer is not CommandAnswer.Unknown || ask == AsksMax)
            {
                return answer;
            }
        }
    }
}
