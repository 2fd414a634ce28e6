using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Http;

/// <summary>The right word for one that isn't known: the nearest, or else all that there are.</summary>
internal static class KnownWords
{
    /// <summary>A third of the letters may be wrong: two of <c>quantitty</c>, but no word for <c>colour</c>.</summary>
    private const int LettersPerSlip = 3;

    /// <summary>Longer words than any of ours are compared with none.</summary>
    private const int LengthMax = 64;

    /// <summary>What to say of a right word that stands there without anything: a program whose variable is empty would get all rows instead of one member's.</summary>
    public static string NoValue => Say.In("값이 비어 있습니다. 값을 주거나 이 이름을 빼십시오.", "This has no value. Give one, or leave the name out.");

    /// <summary>What to say of an unknown word.</summary>
    /// <param name="word">As it was given, without the path before it.</param>
    /// <param name="known">All right words of that place.</param>
    /// <param name="path">Stands before the right word, such as <c>benefit.</c>.</param>
    public static string Instead(string word, IReadOnlyCollection<string> known, string path = "")
    {
        string? nearest = NearestOf(word, known);
        string all = string.Join(", ", known.Select(name => path + name).Order(StringComparer.Ordinal));
        return (nearest, all) switch
        {
            ({ } right, _) => Say.In($"그런 이름은 없습니다. “{path}{right}”을(를) 쓰려던 것입니까?", $"There is no such name. Did you mean “{path}{right}”?"),
            (null, "") => Say.In("그런 이름은 없습니다. 여기에는 아무것도 붙이지 않습니다.", "There is no such name. Nothing can be given here."),
            (null, _) => Say.In($"그런 이름은 없습니다. 쓸 수 있는 이름: {all}.", $"There is no such name. Known here: {all}."),
        };
    }

    private static string? NearestOf(string word, IReadOnlyCollection<string> known) => word.Length > LengthMax
        ? null
        : known.Select(name => (Name: name, Slips: Slips(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(other => other.Slips * LettersPerSlip <= Math.Max(word.Length, other.Name.Length))
            .OrderBy(other => other.Slips).ThenBy(other => other.Name, StringComparer.Ordinal)
            .Select(other => other.Name).FirstOrDefault();

    /// <summary>Letters to add, leave out, change, or swap with their neighbour (the restricted Damerau–Levenshtein distance).</summary>
    private static int Slips(string one, string other)
    {
        int[,] slips = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                int changed = slips[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(changed, 1 + Math.Min(slips[i - 1, j], slips[i, j - 1]));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], 1 + slips[i - 2, j - 2]);
                }
            }
        }

        return slips[one.Length, other.Length];
    }
}
