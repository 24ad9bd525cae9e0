namespace Mesh.Catalog;

/// <summary>
/// One incarnation of a node: the address of its remoting port ("host:port") and the number that Akka draws anew at
/// each start. A node that restarts is another owner.
/// </summary>
public sealed record Owner(string Address, int Uid) : IComparable<Owner>
{
    private const char ForeignMark = '@';

    /// <summary>The mesh that the owner stands for; empty for a node of this mesh.</summary>
    public string Mesh => Address.StartsWith(ForeignMark) ? Address[1..] : "";

    /// <summary>Stands for all nodes of another mesh, which are not told apart here.</summary>
    public static Owner OfMesh(string mesh) => new(ForeignMark + mesh, 0);

    public int CompareTo(Owner? other)
    {
        if (other is null)
            return 1;
        var byAddress = string.CompareOrdinal(Address, other.Address);
        return byAddress != 0 ? byAddress : Uid.CompareTo(other.Uid);
    }

    public override string ToString() => Mesh.Length > 0 ? Address : $"{Address}#{unchecked((uint)Uid):x8}";

    public static bool operator <(Owner left, Owner right) => left.CompareTo(right) < 0;

    public static bool operator <=(Owner left, Owner right) => left.CompareTo(right) <= 0;

    public static bool operator >(Owner left, Owner right) => left.CompareTo(right) > 0;

    public static bool operator >=(Owner left, Owner right) => left.CompareTo(right) >= 0;
}
