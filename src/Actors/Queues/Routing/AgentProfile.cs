using System.Text.Json.Serialization;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>What a queue has to know of an agent to choose it; told with its availability. Absent parts are the defaults.</summary>
public sealed record AgentProfile
{
    public const int SkillsMax = 64;

    /// <summary>Sorted by skill, each once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<SkillLevel> Skills { get; init; } = [];

    /// <summary>How good it is in this queue, from the configuration: 1 to <see cref="SkillLevel.LevelMax"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Level { get; init; }

    /// <summary>Contacts handled since it signed in, of all its queues.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Handled { get; init; }

    /// <summary>Share of the time since it signed in that it was handling, 0 to 1,000 (per mille), when it became available.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Occupancy { get; init; }

    public int LevelOf(string skill)
    {
        foreach (var item in Skills.Items)
        {
            if (string.Equals(item.Skill, skill, StringComparison.Ordinal))
            {
                return item.Level;
            }
        }

        return 0;
    }
}

/// <summary>A skill and how well: 1 to <see cref="LevelMax"/>; a skill that somebody does not have is level 0.</summary>
public readonly record struct SkillLevel(string Skill, int Level)
{
    public const int LevelMax = 100;
}
