using System.Collections.Immutable;

namespace Mesh.KeyValues;

/// <summary>Everything that one revision changed. No key occurs twice in it.</summary>
public sealed record KeyChange(long Revision, ImmutableArray<KeyEvent> Events);
