namespace Mesh.Catalog;

/// <summary>
/// One incarnation of a node: the address of its remoting port ("host:port") and the number that Akka draws anew at
/// each start. A node that restarts is another owner.
/// </summary>
public sealed record Owner(string Address, int Uid) : IComparable<Owner>
{
    public int CompareTo(Owner? other)
    {
        if (other is null)
            return 1;
        var byAddress = string.CompareOrdinal(Address, other.Address);
        return byAddress != 0 ? byAddress : Uid.CompareTo(other.Uid);
    }

    public override string ToString() => $"{Address}#{unchecked((uint)Uid):x8}";

    public static bool operator <(Owner left, Owner right) => left.CompareTo(right) < 0;

    public static bool operator <=(Owner left, Owner right) => left.CompareTo(right) <= 0;

    public static bool operator >(Owner left, Owner right) => left.CompareTo(right) > 0;

    public static bool operator >=(Owner left, Owner right) => left.CompareTo(right) >= 0;
}
