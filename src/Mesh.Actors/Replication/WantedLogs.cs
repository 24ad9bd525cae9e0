using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Logs of which others said that there is more than this node has, without proof: their owners are asked, or others that may have them with a signature
/// where an owner cannot be. Each is asked for a few times and then forgotten: who said so may have lied. Pure; its turns are the caller's.
/// </summary>
internal sealed class WantedLogs
{
    /// <summary>Turns after which it is no longer believed that there is such a log.</summary>
    public const int Turns = 10;

    /// <summary>More than a whole mesh has; beyond it nothing is added until some are here.</summary>
    private const int Most = 65_536;

    private const int Again = 2;

    private readonly Dictionary<(int Index, Owner Owner), (long Version, int Turn)> _wanted = [];

    public bool IsEmpty => _wanted.Count == 0;

    public void Want(int index, Owner owner, long version)
    {
        if (_wanted.TryGetValue((index, owner), out var known) ? known.Version < version : _wanted.Count < Most)
            _wanted[(index, owner)] = (version, 0);
    }

    /// <summary>A log came that is to be believed.</summary>
    /// <param name="version">The latest write in it; of what the owner itself gave there is no more, and this the highest number.</param>
    public void Came(int index, Owner owner, long version)
    {
        if (_wanted.Count > 0 && _wanted.TryGetValue((index, owner), out var known) && known.Version <= version)
            _wanted.Remove((index, owner));
    }

    public void Drop(Owner owner)
    {
        foreach (var place in _wanted.Keys.Where(p => p.Owner == owner).ToArray())
            _wanted.Remove(place);
    }

    /// <summary>Those to be asked for now; time goes on by a turn.</summary>
    public IReadOnlyList<(int Index, Owner Owner)> Turn()
    {
        if (_wanted.Count == 0)
            return [];
        List<(int, Owner)> due = [];
        foreach (var (place, (version, turn)) in _wanted.ToArray())
        {
            if (turn >= Turns)
            {
                _wanted.Remove(place);
                continue;
            }

            if (turn % Again == 0)
                due.Add(place);
            _wanted[place] = (version, turn + 1);
        }

        return due;
    }
}
