namespace Mesh.KeyValues;

public enum KeyEventKind
{
    Put,
    Delete,
}
