using Mesh.Catalog;
using Mesh.Trust;

namespace Mesh.Replication;

/// <summary>Records that were not taken.</summary>
/// <param name="Owner">Whose they were said to be.</param>
/// <param name="By">The address of the node that they came by.</param>
/// <param name="Keys">Some of them, at most as many as a story needs.</param>
/// <param name="IsNews">It is worth a line of log.</param>
internal sealed record EntryRefusal<TKey>(Owner Owner, string By, EntryFault Fault, string Detail, IReadOnlyList<TKey> Keys, bool IsNews);
