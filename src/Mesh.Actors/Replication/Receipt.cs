using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>Answers that have waited for the other members.</summary>
/// <param name="Missing">Those that had not said that they hold the writes, in order.</param>
internal sealed record Receipt<T>(ImmutableArray<T> Answers, ValueList<string> Missing);
