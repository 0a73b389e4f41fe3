using System.Globalization;

namespace CallCenter.Telephony.Tests.Parsing;

/// <summary>How much damage a run does: 20,000 messages from a fixed seed as a test; more, and from another seed, when the command line asks (<c>./build.sh simulate fuzz</c>).</summary>
internal static class FuzzRun
{
    private const string CountVariable = "CALLCENTER_FUZZ_COUNT";
    private const string SeedVariable = "CALLCENTER_FUZZ_SEED";
    private const int CountInTests = 20_000;

    /// <summary>Parts of a run, each from a seed of its own: they can run beside each other.</summary>
    private const int Parts = 4;

    public static int CountOfPart => Number(CountVariable, CountInTests) / Parts;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Number(SeedVariable, 1), Parts)];

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;
}
