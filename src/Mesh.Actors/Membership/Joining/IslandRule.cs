namespace Mesh.Membership.Joining;

/// <summary>Which of two islands of one mesh gives way: the smaller, else the younger, else the one of the higher address. Pure.</summary>
internal static class IslandRule
{
    /// <summary>Is the first one the one that stays?</summary>
    public static bool Outranks(Island first, Island second)
    {
        if (first.Members != second.Members)
            return first.Members > second.Members;
        return first.FormedAt != second.FormedAt ? first.FormedAt < second.FormedAt : first.Oldest < second.Oldest;
    }
}
