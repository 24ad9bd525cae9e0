namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>Sessions of the double and the keys that they lock. Sessions end when a test says so.</summary>
internal sealed class ConsulDoubleLocks
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _sessions = [];
    private readonly Dictionary<string, (string Session, string Value)> _keys = [];

    public string Create()
    {
        lock (_gate)
        {
            var id = Guid.NewGuid().ToString();
            _sessions.Add(id);
            return id;
        }
    }

    public bool IsAlive(string session)
    {
        lock (_gate)
            return _sessions.Contains(session);
    }

    /// <summary>As the end of a session with behaviour "delete": its keys go.</summary>
    public bool Destroy(string session)
    {
        lock (_gate)
        {
            foreach (var key in _keys.Where(k => k.Value.Session == session).Select(k => k.Key).ToArray())
                _keys.Remove(key);
            return _sessions.Remove(session);
        }
    }

    public void Expire()
    {
        lock (_gate)
        {
            foreach (var session in _sessions.ToArray())
                Destroy(session);
        }
    }

    public bool Acquire(string key, string session, string value)
    {
        lock (_gate)
        {
            if (!_sessions.Contains(session) || (_keys.TryGetValue(key, out var held) && held.Session != session))
                return false;
            _keys[key] = (session, value);
            return true;
        }
    }

    public string? Read(string key)
    {
        lock (_gate)
            return _keys.TryGetValue(key, out var held) ? held.Value : null;
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _sessions.Count;
        }
    }
}
