using Microsoft.CodeAnalysis;

namespace System.Threading;

/// <summary>The monitor that the type of .NET 9 replaces, by its name.</summary>
[Embedded]
internal sealed class Lock
{
    private readonly object _monitor = new();

    public Scope EnterScope()
    {
        Monitor.Enter(_monitor);
        return new Scope(_monitor);
    }

    public readonly ref struct Scope
    {
        private readonly object _monitor;

        internal Scope(object monitor) => _monitor = monitor;

        public void Dispose() => Monitor.Exit(_monitor);
    }
}
