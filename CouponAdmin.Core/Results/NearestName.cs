namespace CouponAdmin.Core.Results;

/// <summary>Finds the name that somebody meant: the fewest letters wrong, missing, added or swapped.</summary>
public static class NearestName
{
    /// <summary>The nearest of the names, and how many letters it is away; null where there are no names.</summary>
    public static (string Name, int Distance)? Of(string typed, IEnumerable<string> names) => names
        .Select(name => ((string Name, int Distance)?)(name, DistanceBetween(typed, name)))
        .MinBy(near => near!.Value.Distance);

    /// <summary>Letters to change, insert, drop or swap with their neighbour (the optimal string alignment distance); case doesn't count.</summary>
    public static int DistanceBetween(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        int[,] steps = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0 ? i + j : Cheapest(steps, one, other, i, j);
            }
        }

        return steps[one.Length, other.Length];
    }

    private static int Cheapest(int[,] steps, string one, string other, int i, int j)
    {
        int changed = steps[i - 1, j - 1] + (Same(one[i - 1], other[j - 1]) ? 0 : 1);
        int cheapest = Math.Min(changed, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
        bool isSwapped = i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]);
        return isSwapped ? Math.Min(cheapest, steps[i - 2, j - 2] + 1) : cheapest;
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
