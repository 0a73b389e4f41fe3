using System.Text.RegularExpressions;

namespace CallCenter.Tidy.Tests;

/// <summary>Tests from end to end run beside each other on one machine: two that listen at the same address fail now and then, and neither is wrong.</summary>
public sealed partial class AddressesBelongToOneTest
{
    [Fact]
    public void No_two_files_of_the_tests_from_end_to_end_use_one_block_of_addresses() => Assert.Empty(
        from path in House.Files("tests/EndToEnd", ".cs")
        where !path.Contains("/Peers/", StringComparison.Ordinal)
        from block in Block().Matches(House.Read(path)).Select(match => match.Value).Distinct()
        group path by block into users
        where users.Count() > 1
        select $"{users.Key}* is used by {string.Join(" and ", users)}");

    /// <summary>127.0.0 is everybody's: nothing listens there at a port that was chosen.</summary>
    [GeneratedRegex(@"\b127\.(?!0\.0\.)[0-9]{1,3}\.[0-9]{1,3}\.")]
    private static partial Regex Block();
}
