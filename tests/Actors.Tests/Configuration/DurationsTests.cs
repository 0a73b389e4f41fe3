using System.Text.Json;
using CallCenter.Actors.Configuration.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Actors.Tests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("\"20s\"", 20)]
    [InlineData("\"5m\"", 300)]
    [InlineData("\"1h30m\"", 5400)]
    [InlineData("\"1h0m1s\"", 3601)]
    [InlineData("\"0s\"", 0)]
    [InlineData("20", 20)]
    [InlineData("2.5", 2.5)]
    [InlineData("0.001", 0.001)]
    public void Is_read(string json, double seconds)
    {
        Assert.True(TryRead(json, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"20\"")]
    [InlineData("\"20 s\"")]
    [InlineData("\"30m1h\"")]
    [InlineData("\"-5s\"")]
    [InlineData("\"1d\"")]
    [InlineData("\"99999999s\"")]
    [InlineData("\"20s\\n\"")]
    [InlineData("-1")]
    [InlineData("0.0001")]
    [InlineData("1e300")]
    [InlineData("true")]
    [InlineData("null")]
    public void Is_not_read(string json) => Assert.False(TryRead(json, out _));

    [Fact]
    public void What_is_written_is_read_again() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 100_000).Select(seconds => TimeSpan.FromSeconds(seconds)).ToArbitrary(),
        duration => Assert.True(Durations.TryParse(Durations.Write(duration), out var again) && again == duration)));

    private static bool TryRead(string json, out TimeSpan duration)
    {
        using var tree = JsonDocument.Parse(json);
        return Durations.TryRead(tree.RootElement, out duration);
    }
}
