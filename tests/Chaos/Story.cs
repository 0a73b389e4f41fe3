namespace CallCenter.Chaos;

/// <summary>What is told while it happens.</summary>
internal static class Story
{
    public static void Say(string what) => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");
}
