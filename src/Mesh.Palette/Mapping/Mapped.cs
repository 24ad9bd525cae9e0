using Mesh.Catalog;

namespace Mesh.Palette.Mapping;

/// <summary>What input was read as: a value, or everything that is wrong with it.</summary>
internal readonly record struct Mapped<T>(T? Value, IReadOnlyList<InvalidField> Faults)
{
    public bool IsValid => Faults.Count == 0;

    public static Mapped<T> From(T value, IReadOnlyList<InvalidField> faults) => new(value, faults);
}
