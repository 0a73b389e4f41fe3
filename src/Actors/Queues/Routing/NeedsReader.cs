using System.Globalization;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// Text → <see cref="Needs"/>. <c>or</c> binds weakest, then <c>and</c>, then <c>not</c>; <c>|</c>, <c>&amp;</c> and <c>!</c> mean the same;
/// a level is compared by <c>&gt;= &gt; &lt;= &lt; =</c>. Bounded in length, depth and number of skills.
/// </summary>
public ref struct NeedsReader
{
    /// <summary>What a call needs and what its queue asks, joined (<see cref="Reach"/>): each is within the bounds, both together are not.</summary>
    private const int PartsMax = 2;

    private readonly ReadOnlySpan<char> text;
    private readonly int parts;
    private int at;
    private int atoms;
    private string? problem;

    private NeedsReader(ReadOnlySpan<char> text, int parts)
    {
        this.text = text;
        this.parts = parts;
    }

    /// <param name="text">Empty or blank: anybody.</param>
    /// <param name="problem">What is wrong, for whoever wrote it; empty when all is well.</param>
    public static bool TryRead(string text, out Needs needs, out string problem) => TryRead(text, 1, out needs, out problem);

    private static bool TryRead(string text, int parts, out Needs needs, out string problem)
    {
        (needs, problem) = (Needs.Anybody.Instance, "");
        if (text.Length > parts * Needs.LengthMax + (parts - 1) * "() and ()".Length)
        {
            problem = $"longer than {Needs.LengthMax} characters";
            return false;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var reader = new NeedsReader(text, parts);
        var read = reader.Alternatives(0);
        reader.Blanks();
        if (reader.problem is null && reader.at < text.Length)
        {
            reader.Fail("'and', 'or' or the end expected");
        }

        problem = reader.problem ?? "";
        needs = reader.problem is null ? read : needs;
        return reader.problem is null;
    }

    /// <summary>What was stored was valid when it was; should a later version not understand it, nobody is kept from the call.</summary>
    public static Needs Read(string text) => TryRead(text, PartsMax, out var needs, out _) ? needs : Needs.Anybody.Instance;

    private Needs Alternatives(int depth)
    {
        var needs = Together(depth);
        while (problem is null && (Word("or") || Sign("|")))
        {
            needs = new Needs.Or(needs, Together(depth));
        }

        return needs;
    }

    private Needs Together(int depth)
    {
        var needs = One(depth);
        while (problem is null && (Word("and") || Sign("&")))
        {
            needs = new Needs.And(needs, One(depth));
        }

        return needs;
    }

    private Needs One(int depth)
    {
        if (depth > Needs.DepthMax + parts - 1)
        {
            return Fail($"more than {Needs.DepthMax} levels deep");
        }

        if (Word("not") || Sign("!"))
        {
            return new Needs.Not(One(depth + 1));
        }

        if (!Sign("("))
        {
            return Skill();
        }

        var inner = Alternatives(depth + 1);
        return problem is not null || Sign(")") ? inner : Fail("')' expected");
    }

    private Needs Skill()
    {
        Blanks();
        var begin = at;
        while (at < text.Length && IsOfSkill(text[at], at > begin))
        {
            at++;
        }

        var name = text[begin..at].ToString();
        return name.Length == 0 || name is "and" or "or" or "not" ? Fail("a skill expected")
            : ++atoms > parts * Needs.AtomsMax ? Fail($"more than {Needs.AtomsMax} skills")
            : Sign(">=") ? Compared(name, 0, SkillLevel.LevelMax)
            : Sign("<=") ? Compared(name, int.MinValue, 0)
            : Sign(">") ? Compared(name, 1, SkillLevel.LevelMax)
            : Sign("<") ? Compared(name, int.MinValue, -1)
            : Sign("=") ? Compared(name, 0, 0)
            : new Needs.Level(name, 1, SkillLevel.LevelMax);
    }

    /// <param name="name">The skill.</param>
    /// <param name="least">What the lowest level is above the number; <see cref="int.MinValue"/>: none.</param>
    /// <param name="most"><see cref="SkillLevel.LevelMax"/>: no highest; else what it is above the number.</param>
    private Needs Compared(string name, int least, int most)
    {
        Blanks();
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        if (!int.TryParse(text[begin..at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > SkillLevel.LevelMax)
        {
            return Fail($"a level from 0 to {SkillLevel.LevelMax} expected");
        }

        var (min, max) = (least == int.MinValue ? 0 : number + least, most == SkillLevel.LevelMax ? most : number + most);
        return min > max || max < 0 ? Fail("nobody can have that level") : new Needs.Level(name, min, max);
    }

    private bool Sign(scoped ReadOnlySpan<char> sign)
    {
        Blanks();
        if (problem is not null || !text[at..].StartsWith(sign, StringComparison.Ordinal))
        {
            return false;
        }

        at += sign.Length;
        return true;
    }

    private bool Word(scoped ReadOnlySpan<char> word)
    {
        Blanks();
        var rest = text[at..];
        if (problem is not null || !rest.StartsWith(word, StringComparison.Ordinal) || (rest.Length > word.Length && IsOfSkill(rest[word.Length], true)))
        {
            return false;
        }

        at += word.Length;
        return true;
    }

    private void Blanks()
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }

    private Needs.Anybody Fail(string why)
    {
        problem ??= FormattableString.Invariant($"at character {at + 1}: {why}");
        return Needs.Anybody.Instance;
    }

    private static bool IsOfSkill(char character, bool isInside) =>
        char.IsAsciiLetter(character) || (isInside && (char.IsAsciiDigit(character) || character is '_' or '-' or '.'));
}
