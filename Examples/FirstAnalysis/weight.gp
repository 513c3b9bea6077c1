# gnuplot weight.gp: the penguins of whole.csv, and the lines that the model's predictions for grid.csv make, as weight.svg.
set terminal svg size 640,420 background "white" font "sans-serif,13"
set output "weight.svg"
set datafile separator ","
set key top left reverse Left
set border 3
set tics nomirror
set xlabel "flipper length (mm)"
set ylabel "weight (kg)"
species = "Adelie Chinstrap Gentoo"
sexes = "female male"
colours = "#0072b2 #e69f00 #009e73"
seen(i, k) = sprintf("< grep '^%s,.*,%s,' whole.csv", word(species, i), word(sexes, k))
line(i, k) = sprintf("< paste -d, grid.csv predictions.csv | grep '^%s,.*,%s,'", word(species, i), word(sexes, k))
plot for [i=1:3] for [k=1:2] seen(i, k) using 5:($6 / 1000) with points pt 5+k ps 0.4 lc rgb word(colours, i) notitle, \
  for [i=1:3] for [k=1:2] line(i, k) using 2:11 with lines lw 2 dt 3-k lc rgb word(colours, i) \
    title word(species, i).", ".word(sexes, k)
