// a comment, which JSON has not
{
  product: { id: 'Tumbleweed' },
  user: { userName: 'ann', password: 'x' },
}
